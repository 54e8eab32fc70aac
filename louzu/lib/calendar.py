"""Things with a beginning and an end, for the calendar of one's phone: a file, or a feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from louzu.lib.text_input import clean_text

SHANGHAI = ZoneInfo(settings.TIME_ZONE)
EVERY_FEW_HOURS = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Told again under the same ``uid`` with a higher ``sequence``, it replaces the earlier one."""

    uid: str
    sequence: int
    changed_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str
    description: str
    url: str
    cancelled: bool
    tentative: bool = False
    """It may still move."""


def calendar_file(entry: CalendarEntry) -> bytes:
    """One thing to be taken into a calendar; called off, it asks to be taken out again."""
    return _calendar([entry], method="CANCEL" if entry.cancelled else "PUBLISH")


def calendar_feed(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    """All of them, for a calendar that asks for the same address again and again."""
    return _calendar(entries, method="PUBLISH", name=name)


def _calendar(entries: Iterable[CalendarEntry], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//louzu//louzu//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", EVERY_FEW_HOURS, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    told: bytes = calendar.to_ical()
    return told


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("dtstart", entry.starts_at.astimezone(SHANGHAI))
    event.add("dtend", entry.ends_at.astimezone(SHANGHAI))
    for name in ("summary", "location", "description"):
        event.add(name, clean_text(getattr(entry, name), multiline=True))
    event.add("url", entry.url)
    event.add("status", _status(entry))
    return event


def _status(entry: CalendarEntry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"
