from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.inbox.models import DeliverySettings
from governance.inbox.quiet_hours import last_digest_time, when_allowed

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(clock, day=28):
    return dt.datetime.combine(dt.date(2026, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


def hours(start, end):
    return DeliverySettings(
        quiet_from=dt.time.fromisoformat(start), quiet_until=dt.time.fromisoformat(end)
    )


@pytest.mark.parametrize(
    ("start", "end", "now", "allowed"),
    [
        ("21:00", "08:00", at("20:59:59"), at("20:59:59")),
        ("21:00", "08:00", at("21:00:00"), at("08:00", 29)),
        ("21:00", "08:00", at("23:59:59"), at("08:00", 29)),
        ("21:00", "08:00", at("00:00:00"), at("08:00")),
        ("21:00", "08:00", at("07:59:59"), at("08:00")),
        ("21:00", "08:00", at("08:00:00"), at("08:00:00")),
        ("12:00", "14:00", at("11:59:59"), at("11:59:59")),
        ("12:00", "14:00", at("12:00:00"), at("14:00")),
        ("12:00", "14:00", at("14:00:00"), at("14:00:00")),
        ("21:00", "21:00", at("21:00:00"), at("21:00:00")),
        ("00:00", "08:00", at("00:00:00"), at("08:00")),
        ("21:00", "00:00", at("23:00:00"), at("00:00", 29)),
        ("21:00", "00:00", at("00:00:00"), at("00:00:00")),
    ],
)
def test_quiet_hours_end_at_their_last_minute(start, end, now, allowed):
    assert when_allowed(hours(start, end), now.astimezone(dt.UTC)) == allowed


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("18:59:59"), at("19:00", 27)),
        (at("19:00:00"), at("19:00")),
        (at("23:00:00"), at("19:00")),
        (at("01:00:00"), at("19:00", 27)),
    ],
)
def test_a_digest_is_due_at_the_last_time_that_was_reached(now, expected):
    assert last_digest_time(DeliverySettings(), now.astimezone(dt.UTC)) == expected
