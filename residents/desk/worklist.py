"""The committee's work list across buildings, from ``Room.blocked_items`` of each room."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from residents.places.models import Building
from residents.rooms.manifest import rooms
from residents.rooms.waiting import Waiting

MAX_ITEMS_PER_ROOM = 200
"""Items per room. Further ones appear when these are done."""
ITEMS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the work list. ``more`` tells whether another one follows."""

    rows: list[Waiting]
    number: int
    more: bool


def work_page_for(buildings: QuerySet[Building], *, page: int = 1) -> WorkPage:
    """Return what is blocked in these buildings, by urgency, then by age, oldest first."""
    now = timezone.now()
    found = [
        item
        for room in rooms()
        for item in islice(room.blocked_items(buildings, now), MAX_ITEMS_PER_ROOM)
    ]
    found.sort(key=_order)
    begin = (page - 1) * ITEMS_PER_PAGE
    return WorkPage(
        found[begin : begin + ITEMS_PER_PAGE], page, more=len(found) > begin + ITEMS_PER_PAGE
    )


def _order(item: Waiting) -> tuple[Any, ...]:
    return item.urgency, item.since, item.building and item.building.sort_key, item.url
