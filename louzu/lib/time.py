"""Format dates and times as people say them: 11月28日（周六）晚上8点, 明天上午9点前, 还有5天."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WEEKDAYS = (
    pgettext_lazy("weekday", "周一"),
    pgettext_lazy("weekday", "周二"),
    pgettext_lazy("weekday", "周三"),
    pgettext_lazy("weekday", "周四"),
    pgettext_lazy("weekday", "周五"),
    pgettext_lazy("weekday", "周六"),
    pgettext_lazy("weekday", "周日"),
)
PARTS_OF_THE_DAY = (
    (5, gettext_lazy("凌晨%(clock)s")),
    (8, gettext_lazy("早上%(clock)s")),
    (12, gettext_lazy("上午%(clock)s")),
    (13, gettext_lazy("中午%(clock)s")),
    (18, gettext_lazy("下午%(clock)s")),
    (24, gettext_lazy("晚上%(clock)s")),
)
"""(hour at which the part of the day ends, format of a time in it)"""
DAY_AFTER_TOMORROW = 2
NEAR_DAYS = {
    -1: gettext_lazy("昨天"),
    0: gettext_lazy("今天"),
    1: gettext_lazy("明天"),
    DAY_AFTER_TOMORROW: gettext_lazy("后天（%(weekday)s）"),
}
LAST_MINUTE = dt.time(23, 59)
DAYS_IN_MONTH, DAYS_IN_TWO_MONTHS = 365.25 / 12, 60


def local_datetime(date: dt.date, hour_of_day: int = 0, minute: int = 0) -> dt.datetime:
    """Return that time of a day in the current time zone. The default is its beginning."""
    clock = dt.time(hour_of_day, minute)
    return dt.datetime.combine(date, clock, timezone.get_current_timezone())


def end_of_day(date: dt.date) -> dt.datetime:
    """Return the midnight that ends a day."""
    return local_datetime(date + dt.timedelta(days=1))


def format_day(value: dt.date | dt.datetime) -> str:
    """``11月28日（周六）``, with the year if it is not the present one."""
    date = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return _day(date, date.year == timezone.localdate().year, get_language())


@lru_cache(maxsize=1000)  # a list repeats the same few days
def _day(date: dt.date, this_year: bool, _language: str | None) -> str:
    words = {
        "year": date.year,
        "month": date.month,
        "day": date.day,
        "weekday": WEEKDAYS[date.weekday()],
    }
    if this_year:
        return _("%(month)s月%(day)s日（%(weekday)s）") % words
    return _("%(year)s年%(month)s月%(day)s日") % words


def format_when(value: dt.datetime, *, until: bool) -> str:
    """Say when as neighbours do: ``今天``, ``明天上午9点前``, ``后天（周六）上午9点``, ``周五前``.

    ``until`` is true for a deadline, and false for the time at which something happens. Later days
    of this week are weekdays, days after it are dates. An hour is left out of a deadline that is a
    date, of one at the end of a day (23:59 or midnight) and of an event at midnight, which takes
    the whole day. A deadline of a past day is told in days: ``晚了3天``.
    """
    moment = timezone.localtime(value)
    return _deadline(moment) if until else _event(moment)


def format_when_before(value: dt.datetime, title: str) -> str:
    """Say when before the title of an event. A day with which the title begins is not said twice."""
    moment = timezone.localtime(value)
    day = _day_from_today(moment.date()).partition("（")[0]
    if day and title.startswith(day) and moment.time() != dt.time.min:
        return format_hour(moment)
    return _event(moment)


def format_past(value: dt.datetime) -> str:
    """``今天上午10点``, but of other days the day alone: ``昨天``, ``11月24日（周二）``."""
    moment = timezone.localtime(value)
    if moment.date() == timezone.localdate():
        return _event(moment)
    return format_past_day(moment.date())


def format_past_day(date: dt.date) -> str:
    """``今天``, ``昨天``, and other days as ``11月24日（周二）``."""
    return _day_from_today(date) or format_day(date)


def _event(moment: dt.datetime) -> str:
    day = _day_from_today(moment.date()) or format_day(moment)
    if moment.time() == dt.time.min:
        return day
    return _("%(day)s%(hour)s") % {"day": day, "hour": format_hour(moment)}


def _deadline(moment: dt.datetime) -> str:
    if moment.time() == dt.time.min:
        moment -= dt.timedelta(minutes=1)
    days = (moment.date() - timezone.localdate()).days
    if days < 0:
        return ngettext("晚了%(n)s天", "晚了%(n)s天", -days) % {"n": -days}
    day = _day_from_today(moment.date())
    if not day:
        return _("%(when)s前") % {"when": format_date(moment.date())}
    if moment.time() < LAST_MINUTE:
        day = _("%(day)s%(hour)s") % {"day": day, "hour": format_hour(moment)}
    elif days <= DAY_AFTER_TOMORROW:
        return day
    return _("%(when)s前") % {"when": day}


def _day_from_today(date: dt.date) -> str:
    """The day as said within this week, or "" for other days."""
    today = timezone.localdate()
    days, weekday = (date - today).days, WEEKDAYS[date.weekday()]
    if days in NEAR_DAYS:
        return str(NEAR_DAYS[days]) % {"weekday": weekday}
    same_week = date.isocalendar()[:2] == today.isocalendar()[:2]
    return str(weekday) if days > 0 and same_week else ""


def format_date(date: dt.date, *, with_year: bool = False) -> str:
    """``11月28日``, without the weekday, for days that are long past or far away. The year is left out
    if it is the present one, unless ``with_year``."""
    words = {"year": date.year, "month": date.month, "day": date.day}
    if date.year == timezone.localdate().year and not with_year:
        return _("%(month)s月%(day)s日") % words
    return _("%(year)s年%(month)s月%(day)s日") % words


def format_full_day(value: dt.date | dt.datetime) -> str:
    date = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return _("%(year)s年%(month)s月%(day)s日（%(weekday)s）") % {
        "year": date.year,
        "month": date.month,
        "day": date.day,
        "weekday": WEEKDAYS[date.weekday()],
    }


def format_moment(value: dt.datetime) -> str:
    return _("%(day)s%(hour)s") % {"day": format_day(value), "hour": format_hour(value)}


def formats_for_scripts() -> dict[str, object]:
    """Return the formats of ``format_moment``, which scripts fill in (static/js/kept-item.js)."""
    return {
        "zone": timezone.get_current_timezone_name(),
        "moment": _("%(day)s%(hour)s"),
        "day": _("%(month)s月%(day)s日（%(weekday)s）"),
        "hour": _("%(hour)s点"),
        "parts": [[end, str(words)] for end, words in PARTS_OF_THE_DAY],
        "weekdays": [str(words) for words in WEEKDAYS],
    }


def format_full_moment(value: dt.datetime) -> str:
    return _("%(day)s%(hour)s") % {"day": format_full_day(value), "hour": format_hour(value)}


def format_span(start: dt.datetime, end: dt.datetime | None) -> str:
    """``11月28日（周六）上午9点到11点``. A day, or a part of the day, is not said twice."""
    hours = format_hours(start, end)
    return _("%(day)s%(hour)s") % {"day": format_day(start), "hour": hours}


def format_duration(days: int) -> str:
    """``当天``, ``45天`` and, from two months on, whole months: ``7个月``, which cannot be read as
    July."""
    if days < 1:
        return _("当天")
    if days < DAYS_IN_TWO_MONTHS:
        return ngettext("%(n)d天", "%(n)d天", days) % {"n": days}
    months = max(2, int(days / DAYS_IN_MONTH))
    return ngettext("%(n)d个月", "%(n)d个月", months) % {"n": months}


def format_hours(start: dt.datetime, end: dt.datetime | None) -> str:
    """``上午9点到11点``, for a day that is said already. The end has its day if it is another one."""
    if end is None:
        return format_hour(start)
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    until = format_moment(end)
    if begins.date() == ends.date():
        same_part = _part_of_day(begins.hour) == _part_of_day(ends.hour)
        until = _clock(ends.hour, ends.minute) if same_part else format_hour(end)
    return _("%(start)s到%(end)s") % {"start": format_hour(start), "end": until}


def format_hour(value: dt.datetime) -> str:
    local = timezone.localtime(value)
    return _hour(local.hour, local.minute, get_language())


def format_clock(value: dt.time) -> str:
    """``晚上9点``: an hour of every day."""
    return _hour(value.hour, value.minute, get_language())


@lru_cache(maxsize=1000)
def _hour(hour_of_day: int, minute: int, _language: str | None) -> str:
    return str(_part_of_day(hour_of_day)) % {"clock": _clock(hour_of_day, minute)}


def _part_of_day(hour_of_day: int) -> StrPromise:
    return next(words for end, words in PARTS_OF_THE_DAY if hour_of_day < end)


def _clock(hour_of_day: int, minute: int) -> str:
    hour = hour_of_day if hour_of_day <= 12 else hour_of_day - 12  # noqa: PLR2004 -- noon
    return f"{hour}:{minute:02d}" if minute else _("%(hour)s点") % {"hour": hour}


def format_time_left(until: dt.datetime) -> str:
    """Time until then: ``还有5天``, ``还有3小时``, ``不到1小时，到下午3:15``, ``已经截止``.

    The last hour names the clock, because pages are not made anew each minute.
    """
    seconds = (until - timezone.now()).total_seconds()
    if seconds <= 0:
        return _("已经截止")
    days, hours = int(seconds // 86400), int(seconds // 3600)
    if days:
        return ngettext("还有%(n)s天", "还有%(n)s天", days) % {"n": days}
    if hours:
        return ngettext("还有%(n)s小时", "还有%(n)s小时", hours) % {"n": hours}
    return _("不到1小时，到%(hour)s") % {"hour": format_hour(until)}
