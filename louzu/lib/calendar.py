"""iCalendar files and feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from louzu.lib.text_input import clean_text

SHANGHAI = ZoneInfo(settings.TIME_ZONE)
REFRESH_INTERVAL = dt.timedelta(hours=6)
DEFAULT_LENGTH = dt.timedelta(hours=1)
"""Length of an event without an end."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An event. In a calendar it replaces one with the same ``uid`` and a lower ``sequence``."""

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
    """Whether its time is not fixed yet."""
    all_day: bool = False
    """Whether it takes the whole local days from ``starts_at`` until the midnight ``ends_at``."""


def calendar_file(entry: CalendarEntry) -> bytes:
    return _calendar([entry], method="CANCEL" if entry.cancelled else "PUBLISH")


def calendar_feed(entries: Iterable[CalendarEntry], *, name: str) -> bytes:
    return _calendar(entries, method="PUBLISH", name=name)


def _calendar(entries: Iterable[CalendarEntry], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//louzu//louzu//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    starts_at, ends_at = entry.starts_at.astimezone(SHANGHAI), entry.ends_at.astimezone(SHANGHAI)
    event.add("dtstart", starts_at.date() if entry.all_day else starts_at)
    event.add("dtend", ends_at.date() if entry.all_day else ends_at)
    for name in ("summary", "location", "description"):
        event.add(name, clean_text(getattr(entry, name), multiline=True))
    event.add("url", entry.url)
    event.add("status", _status(entry))
    return event


def _status(entry: CalendarEntry) -> str:
    if entry.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.tentative else "CONFIRMED"
