"""When people are reminded of an event: in the evening before it, once."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from louzu.lib.time import local_datetime

A_DAY = dt.timedelta(days=1)
EVENING = 18
MAX_AHEAD = dt.timedelta(hours=24 - EVENING + 24)
"""The longest time between a reminder and its event."""
PAUSE = dt.timedelta(hours=6)
"""A person who was told of the event within this time before the reminder gets none."""


def reminder_day(happens_at: dt.datetime) -> dt.date:
    return timezone.localdate(happens_at) - A_DAY


def is_time_to_remind(
    happens_at: dt.datetime, *, told_at: dt.datetime | None, now: dt.datetime
) -> bool:
    """Whether the evening has come, also one during which no worker ran, and the event has not."""
    evening = local_datetime(reminder_day(happens_at), EVENING)
    told_before = told_at is None or told_at <= evening - PAUSE
    return told_before and evening <= now < happens_at
