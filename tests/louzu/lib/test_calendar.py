from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from icalendar import Calendar

from louzu.lib.calendar import CalendarEntry, calendar_feed, calendar_file

WHEN = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
ENTRY = CalendarEntry(
    uid="u",
    sequence=2,
    changed_at=WHEN,
    starts_at=WHEN,
    ends_at=WHEN + dt.timedelta(hours=1),
    summary="看菊花",
    location="楼下",
    description="带水",
    url="https://x.org/",
    cancelled=False,
)


def test_an_entry_is_told_in_shanghais_time():
    (event,) = Calendar.from_ical(calendar_file(ENTRY)).walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == ("看菊花", 2, "CONFIRMED")
    assert calendar_file(ENTRY) == calendar_file(ENTRY)


@pytest.mark.parametrize(
    ("change", "status", "method"),
    [
        ({}, "CONFIRMED", "PUBLISH"),
        ({"tentative": True}, "TENTATIVE", "PUBLISH"),
        ({"cancelled": True, "tentative": True}, "CANCELLED", "CANCEL"),
    ],
)
def test_a_calendar_is_told_what_became_of_an_entry(change, status, method):
    calendar = Calendar.from_ical(calendar_file(dataclasses.replace(ENTRY, **change)))
    (event,) = calendar.walk("VEVENT")
    assert (event["STATUS"], calendar["METHOD"]) == (status, method)


def test_a_feed_has_a_name_and_all_entries_even_a_cancelled_one():
    gone = dataclasses.replace(ENTRY, uid="v", cancelled=True)
    calendar = Calendar.from_ical(calendar_feed(iter([ENTRY, gone]), name="连心楼"))
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "连心楼")
    assert calendar["REFRESH-INTERVAL"].dt == dt.timedelta(hours=6)
    assert [event["UID"] for event in calendar.walk("VEVENT")] == ["u", "v"]
    assert [event["STATUS"] for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]


def test_no_text_of_an_entry_adds_a_line_of_its_own():
    text = "看菊花\r\nATTENDEE:mailto:x@example.org\n;,\\n\x00"
    file = calendar_file(dataclasses.replace(ENTRY, summary=text, location=text, description=text))
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert "\x00" not in event["SUMMARY"]
    assert "看菊花" in event["DESCRIPTION"]


def test_an_empty_feed_is_a_calendar_all_the_same():
    assert Calendar.from_ical(calendar_feed([], name="连心楼")).walk("VEVENT") == []
