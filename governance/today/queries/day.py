"""Data for the leader's page of today."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from louzu.lib.time import local_datetime
from residents.models import Building
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms
from residents.rooms.waiting import Heading, WaitingList, by_time


def today_groups_of(page: PageContext) -> list[WaitingList]:
    """Return what waits for the leader by heading, in each by time. Empty headings are left out."""
    items = by_time(item for room in rooms() for item in room.for_leader(page))
    lists = [
        WaitingList(heading.words, [item for item in items if item.heading == heading])
        for heading in Heading
    ]
    return [one for one in lists if one.items]


def next_day(_building: Building) -> dt.datetime:
    """Return the next midnight, when the page expires."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return local_datetime(tomorrow)
