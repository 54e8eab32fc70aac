from __future__ import annotations

import datetime as dt

from icalendar import Calendar

from louzu.lib.calendar import CalendarEntry, calendar_file

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
