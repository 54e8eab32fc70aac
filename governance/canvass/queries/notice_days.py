"""The notice period of a canvass."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.models import Canvass, Electorate, ShortNotice
from governance.canvass.presets import PRESETS


def days_needed(canvass: Canvass) -> int:
    """Return the days needed between announcement and opening, or 0 for households.

    Source: 《物业管理条例》 (2018) art. 14: 15 days of notice before a decision of owners, also to the
    committee.
    """
    if canvass.electorate == Electorate.HOUSEHOLDS:
        return 0
    return PRESETS[canvass.preset].notice_days


def first_day(canvass: Canvass, announced: dt.datetime | None = None) -> dt.date:
    day = timezone.localdate(announced or timezone.now())
    return day + dt.timedelta(days=days_needed(canvass))


def is_short(canvass: Canvass, announced: dt.datetime | None = None) -> bool:
    opens = max(canvass.opens_at, announced or timezone.now())
    return timezone.localdate(opens) < first_day(canvass, announced)


def short_notice_of(canvass: Canvass) -> ShortNotice | None:
    return getattr(canvass, "short_notice", None)
