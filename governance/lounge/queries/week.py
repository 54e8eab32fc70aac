"""Threads for the weekly sheet."""

from __future__ import annotations

import datetime as dt

from governance.lounge.lifecycle import InvitationState, NeedState, PlanState, WorryState
from governance.lounge.models import Thread
from residents.models import Building

MAX_ON_SHEET = 20
SETTLED = (NeedState.MET, WorryState.SETTLED, PlanState.TAKEN_UP)


def invitations_between_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Thread]:
    """Return invitations that begin in the period and are not called off, soonest first."""
    found = building.thread_set.shown().filter(
        state=InvitationState.OPEN, starts_at__gte=since, starts_at__lt=until
    )
    with_relations = found.select_related("invitation", "author")
    return list(with_relations.order_by("starts_at", "pk")[:MAX_ON_SHEET])


def threads_settled_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Thread]:
    """Return threads that had a good end in the period, newest first."""
    found = building.thread_set.shown().filter(
        state__in=SETTLED, ended_at__gte=since, ended_at__lt=until
    )
    return list(found.order_by("-ended_at", "-pk")[:MAX_ON_SHEET])
