from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.inbox.models import DeliverySettings, Frequency
from governance.inbox.quiet_hours import arrival_time, last_digest_time, when_allowed

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


MINUTE = dt.timedelta(minutes=1)
clocks = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
moments = st.integers(0, 2 * 24 * 60).map(lambda minutes: at("00:00") + minutes * MINUTE)


def first_minute(begin, holds):
    """Return the first minute from ``begin`` on at which the jobs that run every minute find it due."""
    return next(now for now in (begin + n * MINUTE for n in range(3 * 24 * 60)) if holds(now))


@given(quiet_from=clocks, quiet_until=clocks, digest_at=clocks, written=moments)
def test_the_time_told_to_authors_is_that_of_sending(quiet_from, quiet_until, digest_at, written):
    """What the jobs would do, minute by minute, agrees with what is computed at once."""
    settings = DeliverySettings(quiet_from=quiet_from, quiet_until=quiet_until, digest_at=digest_at)
    sent = first_minute(written, lambda now: when_allowed(settings, now) == now)
    assert arrival_time(settings, Frequency.AT_ONCE, written) == sent
    due = first_minute(written, lambda now: last_digest_time(settings, now) >= written)
    sent = first_minute(due, lambda now: when_allowed(settings, now) == now)
    assert arrival_time(settings, Frequency.DAILY, written) == sent
    assert arrival_time(settings, Frequency.URGENT_ONLY, written) is None
