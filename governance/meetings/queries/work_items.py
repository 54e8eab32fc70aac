"""Meetings that are overdue, for the committee's work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from governance.meetings.lifecycle import AHEAD, MeetingState
from governance.meetings.models import Meeting
from residents.desk.worklist import MAX_ITEMS_PER_ROOM
from residents.models import Building
from residents.rooms.waiting import Waiting

MINUTES_PERIOD = dt.timedelta(days=7)
"""Time after a meeting until its minutes should be published."""


def blocked_items(buildings: QuerySet[Building], now: dt.datetime) -> Iterator[Waiting]:
    """Yield meetings that nobody started, and minutes not written or not published in time."""
    unwritten = Q(
        state__in=[MeetingState.HELD, MeetingState.DRAFTED], starts_at__lte=now - MINUTES_PERIOD
    )
    unpublished = Q(state=MeetingState.OPEN, corrections_until__lte=now)
    not_held = Q(state__in=AHEAD, starts_at__lte=now - MINUTES_PERIOD)
    here = Meeting.objects.filter(building__in=buildings).select_related("building")
    found = here.filter(unwritten | unpublished | not_held)
    for meeting in found.order_by("starts_at", "pk")[:MAX_ITEMS_PER_ROOM]:
        yield Waiting(
            meeting.title,
            _why(meeting),
            meeting.get_absolute_url(),
            since=meeting.starts_at,
            building=meeting.building,
        )


def _why(meeting: Meeting) -> str:
    if meeting.state in AHEAD:
        return _("开会的日子过了，没有记下来")
    if meeting.state == MeetingState.OPEN:
        return _("核对的日子过完了，记录还没公布")
    return _("开过会一个星期了，记录还没写好")
