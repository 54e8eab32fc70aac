"""Days and hours as neighbours say them: 11月28日（周六）晚上8点, 还有5天."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def day(value: dt.date | dt.datetime) -> str:
    """``11月28日（周六）``, with the year when it is not this one."""
    date = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    words = {
        "year": date.year,
        "month": date.month,
        "day": date.day,
        "weekday": _weekday(date),
    }
    if date.year == timezone.localdate().year:
        return _("%(month)s月%(day)s日（%(weekday)s）") % words
    return _("%(year)s年%(month)s月%(day)s日") % words


def moment(value: dt.datetime) -> str:
    """``11月28日（周六）晚上8点`` or ``…晚上8:30``."""
    return _("%(day)s%(hour)s") % {"day": day(value), "hour": hour(value)}


def hour(value: dt.datetime) -> str:
    local = timezone.localtime(value)
    twelve = local.hour if local.hour <= 12 else local.hour - 12  # noqa: PLR2004 -- noon
    clock = f"{twelve}:{local.minute:02d}" if local.minute else _("%(hour)s点") % {"hour": twelve}
    return _part_of(local.hour) % {"clock": clock}


def left(until: dt.datetime) -> str:
    """How long is left: ``还有5天``, ``还有3小时``, ``不到1小时``, ``已经截止``."""
    seconds = (until - timezone.now()).total_seconds()
    if seconds <= 0:
        return _("已经截止")
    days, hours = int(seconds // 86400), int(seconds // 3600)
    if days:
        return ngettext("还有%(n)s天", "还有%(n)s天", days) % {"n": days}
    if hours:
        return ngettext("还有%(n)s小时", "还有%(n)s小时", hours) % {"n": hours}
    return _("不到1小时")


def _part_of(hour_of_day: int) -> str:
    parts = (
        (5, _("凌晨%(clock)s")),
        (8, _("早上%(clock)s")),
        (12, _("上午%(clock)s")),
        (13, _("中午%(clock)s")),
        (18, _("下午%(clock)s")),
        (24, _("晚上%(clock)s")),
    )
    return next(words for end, words in parts if hour_of_day < end)


def _weekday(date: dt.date) -> str:
    names = (
        pgettext("weekday", "周一"),
        pgettext("weekday", "周二"),
        pgettext("weekday", "周三"),
        pgettext("weekday", "周四"),
        pgettext("weekday", "周五"),
        pgettext("weekday", "周六"),
        pgettext("weekday", "周日"),
    )
    return names[date.weekday()]
