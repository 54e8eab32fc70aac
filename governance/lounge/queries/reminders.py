"""Threads that wait for one person."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from governance.lounge.models import Attendance, Thread
from residents.models import Building, User

REMINDER_PERIOD = dt.timedelta(days=3)


def invitations_attended_by(user: User, building: Building) -> list[Thread]:
    """Return invitations of the next days that the person attends, soonest first."""
    now = timezone.now()
    comes = Attendance.objects.filter(thread=OuterRef("pk"), author=user, people__gt=0)
    soon = building.thread_set.shown().filter(
        Exists(comes), starts_at__gt=now, starts_at__lte=now + REMINDER_PERIOD, state="open"
    )
    return list(soon.select_related("invitation").order_by("starts_at", "pk"))
