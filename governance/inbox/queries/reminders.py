"""Queries about the messages of an event, for its reminder."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from governance.inbox.models import Message
from governance.inbox.reminders import MAX_AHEAD
from residents.rooms.waiting import Thing


def last_told_at(thing: Thing, *, but: str) -> dt.datetime | None:
    """Return when the last message about the thing was written, not counting those of a type."""
    others = Message.objects.about(thing).exclude(type=but)
    told_at: dt.datetime | None = others.aggregate(at=Max("created_at"))["at"]
    return told_at


def reminder_holds(code: str, thing: Thing, happens_at: dt.datetime) -> bool:
    """Whether a reminder can be written, or the one that was still says the hour of the event."""
    if not timezone.now() < happens_at <= timezone.now() + MAX_AHEAD:
        return False
    written = Message.objects.about(thing).filter(
        type=code, version=timezone.localdate(happens_at).isoformat()
    )
    return not written.exclude(happens_at=happens_at).exists()
