"""Threads that wait for one person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from governance.lounge.lifecycle import NeedState
from governance.lounge.models import Attendance, Thread
from residents.models import Building, User

REMINDER_PERIOD = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Reminders:
    coming: list[Thread]
    """Invitations of the next days that the person attends, soonest first."""
    offered: list[Thread]
    """The person's own needs that have an offer of help."""


def reminders_for(building: Building, user: User) -> Reminders:
    now = timezone.now()
    comes = Attendance.objects.filter(thread=OuterRef("pk"), author=user, people__gt=0)
    soon = Q(starts_at__gt=now, starts_at__lte=now + REMINDER_PERIOD, state="open") & Exists(comes)
    offered = Q(author=user, state=NeedState.OFFERED)
    threads = building.thread_set.shown().filter(soon | offered)
    threads = threads.select_related("invitation")
    found = list(threads.order_by("starts_at", "pk"))
    return Reminders(
        coming=[thread for thread in found if thread.starts_at],
        offered=[thread for thread in found if not thread.starts_at],
    )
