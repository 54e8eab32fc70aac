"""Remind of an event."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.inbox.actions.messages import create_message
from governance.inbox.queries.reminders import last_told_at
from governance.inbox.reminders import is_time_to_remind
from residents.rooms.waiting import Thing


def remind_of_event(code: str, thing: Thing, happens_at: dt.datetime, *, by: int | None) -> None:
    """Write the reminder if it is time for it, once for each day of the event. Nobody is reminded
    who was just told, nor ``by``, who brings the event about. The caller holds the lock of the thing.
    """
    told_at = last_told_at(thing, but=code)
    if is_time_to_remind(happens_at, told_at=told_at, now=timezone.now()):
        create_message(code, thing, by=by, version=timezone.localdate(happens_at).isoformat())
