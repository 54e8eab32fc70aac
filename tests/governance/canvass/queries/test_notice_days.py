"""The days between the announcement and the opening, counted by the calendar of Shanghai."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from governance.canvass.models import Canvass
from governance.canvass.queries.notice_days import days_needed, first_day, is_short

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(month, day, hour=0, minute=0, year=2028):
    return dt.datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def vote(**more):
    return Canvass(**{"electorate": "owners", "preset": "owners_major", **more})


def test_households_are_asked_without_days_of_notice():
    charter = Canvass(electorate="households", preset="covenant")
    assert (days_needed(charter), first_day(charter, at(3, 1))) == (0, dt.date(2028, 3, 1))


def test_owners_who_paid_are_given_the_days_of_owners():
    assert days_needed(Canvass(electorate="members", preset="everyone")) == 15


@pytest.mark.parametrize(
    ("announced", "first"),
    [
        (at(2, 14, year=2028), dt.date(2028, 2, 29)),
        (at(2, 14, year=2027), dt.date(2027, 3, 1)),
        (at(12, 20, 23, 59, year=2027), dt.date(2028, 1, 4)),
        (at(2, 14).astimezone(dt.UTC), dt.date(2028, 2, 29)),
    ],
)
def test_the_first_day_is_fifteen_days_after_the_day_of_the_announcement(announced, first):
    assert first_day(vote(), announced) == first


@pytest.mark.parametrize(
    ("opens_at", "short"), [(at(2, 28, 23, 59), True), (at(2, 29), False), (at(3, 5), False)]
)
def test_it_may_open_from_the_first_minute_of_the_first_day(opens_at, short):
    assert is_short(vote(opens_at=opens_at), at(2, 14, 23, 59)) is short


def test_an_opening_in_the_past_counts_from_the_announcement(time_machine):
    time_machine.move_to(at(2, 14, 12), tick=False)
    past = vote(opens_at=at(1, 1))
    assert is_short(past)
    households = Canvass(electorate="households", preset="covenant", opens_at=at(1, 1))
    assert not is_short(households)
