"""Something with a beginning and an end, as a file for the calendar of one's phone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

SHANGHAI = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Entry:
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


def file_of(entry: Entry) -> bytes:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("dtstart", entry.starts_at.astimezone(SHANGHAI))
    event.add("dtend", entry.ends_at.astimezone(SHANGHAI))
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//louzu//louzu//ZH")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    told: bytes = calendar.to_ical()
    return told
