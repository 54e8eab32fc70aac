"""The type of everything that happens at a time, on the weekly sheet, in calendars and on the front page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from louzu.lib.time import format_when, format_when_before
from residents.rooms.waiting import Thing

MOMENT = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Something at a time, for all members of the building."""

    what: str
    sentence: str = ""
    """One sentence about it for those who read nothing else."""
    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    all_day: bool = False
    deadline: bool = False
    """Whether ``starts_at`` is the end of a period in which one can do something."""
    voluntary: bool = False
    """Whether one comes by choice. Left out of calendars of people who did not say so."""
    place: str = ""
    url: str
    thing: Thing
    """What it belongs to. A thing can have several occasions."""
    sequence: int = 0
    """Incremented by each change, for calendars."""
    changed_at: dt.datetime
    cancelled: bool = False

    @property
    def when(self) -> str:
        """``明天上午9点``, to be said before ``what``."""
        if self.deadline:
            return format_when(self.starts_at, until=True)
        return format_when_before(self.starts_at, self.what)

    @property
    def day(self) -> dt.date:
        """The local day of ``starts_at``. A deadline at midnight belongs to the day before."""
        at = self.starts_at - MOMENT if self.deadline else self.starts_at
        return timezone.localdate(at)


def event_uid(thing: Thing) -> str:
    """Return the identity of a thing's event in calendars."""
    label, pk = thing
    return f"{label}-{pk}@{urlsplit(settings.ROOT_URL).hostname}"
