"""Calendar weeks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from governance.journal.actions import append
from governance.journal.models import Audience, Line
from governance.today.queries.week import CalendarWeek, weeks_in
from tests.factories import BuildingFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAYS = st.dates(dt.date(2001, 1, 1), dt.date(2998, 12, 31))


@given(MONDAYS)
def test_a_week_is_named_and_found_by_its_name(day):
    week = CalendarWeek.of(day)
    assert CalendarWeek.named(week.name) == week
    assert week.first <= day <= week.last
    assert (week.first.isoweekday(), week.last.isoweekday()) == (1, 7)


@given(MONDAYS)
def test_the_week_before_ends_where_this_one_begins(day):
    week = CalendarWeek.of(day)
    assert week.before.span[1] == week.span[0]
    assert week.before < week


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2026, 12, 28), "2026-W53"),
        (dt.date(2027, 1, 3), "2026-W53"),
        (dt.date(2027, 1, 4), "2027-W01"),
        (dt.date(2024, 12, 30), "2025-W01"),
        (dt.date(2028, 2, 29), "2028-W09"),
    ],
)
def test_the_year_of_a_week_is_that_of_its_thursday(day, name):
    assert CalendarWeek.of(day).name == name


@pytest.mark.parametrize(
    "name",
    ["2027-W53", "2026-W54", "2026-W00", "2026-W1", "1999-W01", "2026-W٠١", "2026-W01 ", "", "W01"],
)
def test_a_week_that_the_year_does_not_have_is_none(name):
    assert CalendarWeek.named(name) is None


def test_a_week_begins_at_midnight_of_shanghai():
    since, until = CalendarWeek(2026, 48).span
    assert since == dt.datetime(2026, 11, 23, tzinfo=SHANGHAI)
    assert until == dt.datetime(2026, 11, 30, tzinfo=SHANGHAI)


@pytest.fixture
def week(cast):
    """The week in which lines are entered now, by the clock of the database."""
    append(
        cast.building,
        "residents.roster",
        by=None,
        audience=Audience.LEADERS,
        subject=("residents.building", cast.building.pk, "x"),
    )
    return CalendarWeek.of(Line.objects.latest("pk").at.astimezone(SHANGHAI).date())


def test_weeks_are_listed_back_to_the_first_line_and_no_further(cast, week):
    first = week
    later = CalendarWeek.of(first.first + dt.timedelta(days=21))
    with time_machine.travel(later.span[0], tick=False):
        found = weeks_in(cast.building)
        assert found == sorted(found, reverse=True)
        assert (found[0], found[-1], len(found)) == (later, first, 4)
        assert weeks_in(cast.building, count=2) == found[:2]
        assert weeks_in(cast.building, until=found[1]) == found[1:]
        assert weeks_in(cast.building, until=first.before) == []
        assert weeks_in(BuildingFactory()) == [later]
