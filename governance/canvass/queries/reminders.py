"""Reminders of households that have not answered."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.models import Canvass, VoiceFlat
from governance.canvass.queries.standing import has_answered, was_told
from residents.models import Membership

REMINDERS = {"3d": dt.timedelta(days=3), "1d": dt.timedelta(days=1)}
"""Versions of the message, and how long before the end they are written."""


def due_reminder(canvass: Canvass, now: dt.datetime) -> str:
    """Return the last reminder whose time has come since the canvass opened, or an empty string.

    After an outage the others are left out.
    """
    begun = canvass.opened_at or canvass.opens_at
    times = {version: canvass.closes_at - before for version, before in REMINDERS.items()}
    reached = [version for version, at in times.items() if begun <= at <= now]
    return max(reached, key=times.__getitem__, default="")


def coming_reminders(canvass: Canvass) -> list[str]:
    """Return the versions of the reminders that are still to be written. None is if it ends soon."""
    earliest = max(timezone.now(), canvass.opened_at or canvass.opens_at)
    return [
        version for version, before in REMINDERS.items() if canvass.closes_at - before > earliest
    ]


def users_reminded_on(canvass: Canvass | None, day: dt.date) -> set[int]:
    """Return who is reminded of the canvass on that day, the last but one of it."""
    if canvass is None or not (canvass.reminds and canvass.taking_answers):
        return set()
    at = canvass.closes_at - REMINDERS["1d"]
    if timezone.localdate(at) != day or at < (canvass.opened_at or canvass.opens_at):
        return set()
    flats = VoiceFlat.objects.filter(canvass=canvass, answering__isnull=False)
    waiting = flats.filter(~was_told("voice"), ~has_answered("voice")).values("answering")
    members = Membership.objects.current().filter(household__in=waiting, may_answer=True)
    return set(members.values_list("user", flat=True))
