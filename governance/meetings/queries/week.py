"""Meetings and tasks for the weekly sheet and for chat groups."""

from __future__ import annotations

import datetime as dt

from governance.meetings.lifecycle import AHEAD, TaskState
from governance.meetings.models import Meeting, Resolution, Task
from residents.models import Building

MAX_ON_SHEET = 20


def meetings_between_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Meeting]:
    """Return meetings that begin in the period and are not cancelled, soonest first."""
    found = building.meeting_set.filter(state__in=AHEAD, starts_at__gte=since, starts_at__lt=until)
    return list(found.order_by("starts_at", "pk")[:MAX_ON_SHEET])


def meetings_published_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Meeting]:
    """Return meetings whose minutes were published in the period, newest first, with resolutions."""
    found = building.meeting_set.filter(published_at__gte=since, published_at__lt=until)
    with_relations = found.prefetch_related("items__resolutions")
    return list(with_relations.order_by("-published_at", "-pk")[:MAX_ON_SHEET])


def tasks_done_in(building: Building, *, since: dt.datetime, until: dt.datetime) -> list[Task]:
    """Return tasks that were done in the period, newest first, if their minutes are readable."""
    found = building.task_set.readable_by_all().filter(
        state=TaskState.DONE, settled_at__gte=since, settled_at__lt=until
    )
    with_relations = found.select_related("resolution", "taken_by")
    return list(with_relations.order_by("-settled_at", "-pk")[:MAX_ON_SHEET])


def shared_meeting_in(building: Building, pk: int) -> Meeting | None:
    """Return a meeting with its invitation, unless it was cancelled."""
    found = building.meeting_set.not_cancelled().select_related("invitation")
    return found.filter(pk=pk).first()


def decisions_of(meeting: Meeting) -> list[str]:
    found = Resolution.objects.filter(item__meeting=meeting).order_by("item__number", "pk")
    return list(found.values_list("text", flat=True))
