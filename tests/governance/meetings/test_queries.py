from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from icalendar import Calendar

from governance.meetings.models import EXPLAINED, TEMPLATES, MeetingKind, lounge_of
from governance.meetings.queries.calendars import calendar_of
from governance.meetings.queries.lists import (
    coming_meetings_in,
    meetings_ahead_in,
    next_change_at,
    past_meetings_in,
)
from tests.factories import BuildingFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

NOW = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)  # ten in the morning in Shanghai


def on(building, hours, **more):
    return MeetingFactory(building=building, starts_at=NOW + dt.timedelta(hours=hours), **more)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_what_comes_is_soonest_first_and_takes_place(building, next_door):
    later, soon = on(building, 48), on(building, 1)
    off = on(building, 2, cancelled=True)
    on(building, 0)
    on(next_door, 1)
    assert coming_meetings_in(building, 5) == [soon, later]
    assert coming_meetings_in(building, 1) == [soon]
    assert meetings_ahead_in(building) == [soon, off, later]


def test_the_past_goes_back_page_by_page(building):
    past = [on(building, -hours) for hours in range(27)]
    first = past_meetings_in(building)
    second = past_meetings_in(building, after=first.next_url.removeprefix("?after="))
    assert first.rows + second.rows == past


def test_the_tide_is_the_soonest_start_ahead(building):
    on(building, 0)
    assert next_change_at(building) is None
    on(building, 5)
    soonest = on(building, 3)
    assert next_change_at(building) == soonest.starts_at - dt.timedelta(hours=1), (
        "then it may begin"
    )
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        assert next_change_at(building) == soonest.starts_at
    on(building, 9, proposals_until=NOW + dt.timedelta(minutes=30))
    assert next_change_at(building) == NOW + dt.timedelta(minutes=30)
    on(building, 8, cancelled=True, proposals_until=NOW + dt.timedelta(minutes=20))
    assert next_change_at(building) == NOW + dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("hours", "expected"), [(1, "今天"), (13.9, "今天"), (14, "明天"), (38, "还有2天")]
)
def test_days_left_are_counted_by_the_calendar(building, hours, expected):
    assert on(building, hours).days_left == expected


def test_a_building_meets_in_its_lounge():
    assert lounge_of(BuildingFactory.build(lounge_floor=3)) == "3楼公共客厅"
    assert lounge_of(BuildingFactory.build(lounge_floor=None)) == "公共客厅"


def told(meeting):
    return Calendar.from_ical(calendar_of(meeting, "https://example.org/b/114/meetings/1/"))


def test_the_calendar_file_says_when_and_where_in_shanghai(building):
    meeting = on(building, 34, title="墙面怎么刷", minutes=90, note="带老花镜")
    AgendaItemFactory(meeting=meeting, number=1, title="墙面")
    file = told(meeting)
    (event,) = file.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event.decoded("DTSTART").isoformat() == "2026-11-25T20:00:00+08:00"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(minutes=90)
    assert event.decoded("DTSTAMP") == meeting.changed_at
    assert (event["UID"], event["SEQUENCE"]) == (str(meeting.uid), 0)
    assert (event["SUMMARY"], event["STATUS"]) == ("议事会：墙面怎么刷", "CONFIRMED")
    assert event["LOCATION"] == "114号 连心楼 3楼公共客厅"
    assert event["DESCRIPTION"] == "1. 墙面\n带老花镜"
    assert [zone["TZID"] for zone in file.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert file.walk("VALARM") == []


def test_a_cancelled_meeting_is_cancelled_in_the_calendar_too(building):
    meeting = on(building, 1, cancelled=True, sequence=3)
    (event,) = told(meeting).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)
    assert event["DESCRIPTION"] == "取消的原因：下雨"


def test_the_calendar_file_is_the_same_each_time(building):
    meeting = on(building, 1)
    first = calendar_of(meeting, "https://example.org/")
    with time_machine.travel(NOW + dt.timedelta(minutes=5), tick=False):
        assert calendar_of(meeting, "https://example.org/") == first


def test_every_kind_is_explained():
    assert set(EXPLAINED) == set(TEMPLATES) == set(MeetingKind)
