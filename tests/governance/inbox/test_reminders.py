from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.inbox.reminders import MAX_AHEAD, is_time_to_remind

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, clock):
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("happens", "told", "now", "due"),
    [
        (at(29, "09:00"), at(20, "12:00"), at(28, "17:59:59"), False),
        (at(29, "09:00"), at(20, "12:00"), at(28, "18:00"), True),
        (at(29, "09:00"), at(20, "12:00"), at(29, "08:59:59"), True),
        (at(29, "09:00"), at(20, "12:00"), at(29, "09:00"), False),
        (at(29, "00:00"), at(20, "12:00"), at(28, "18:00"), True),
        (at(29, "23:59"), at(20, "12:00"), at(28, "18:00"), True),
        (at(29, "09:00"), at(28, "12:00"), at(28, "18:00"), True),
        (at(29, "09:00"), at(28, "12:00:01"), at(28, "18:00"), False),
        (at(29, "09:00"), at(28, "20:00"), at(28, "20:05"), False),
        (at(29, "09:00"), None, at(28, "18:00"), True),
    ],
)
def test_the_evening_before_unless_one_was_just_told(happens, told, now, due):
    assert is_time_to_remind(happens, told_at=told, now=now.astimezone(dt.UTC)) is due
    if due:
        assert happens - now <= MAX_AHEAD
