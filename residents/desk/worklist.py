"""What waits for the committee, across its buildings: each room tells its own by one line.

``register_work_items("canvass", blocked_items)`` in a room's ``admin.py`` joins it: ``blocked_items(buildings, now)`` gives what
is stuck in these buildings, the most urgent first, in a fixed number of statements.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from residents.places.models import Building

MOST_ITEMS_PER_ROOM = 200
"""Of one room; what stands behind them comes forward when these are dealt with."""
ITEMS_PER_PAGE = 20
A_MONTH, A_FEW_MONTHS = 30, 60
"""In days: what is shorter than a few months is told in days."""


class Urgency(IntEnum):
    """How long it can wait, in words and in that order."""

    NOW = 1
    SOON = 2
    LATER = 3

    @property
    def words(self) -> str:
        return str(
            {Urgency.NOW: _("今天"), Urgency.SOON: _("这几天"), Urgency.LATER: _("不急")}[self]
        )


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing that does not go on by itself."""

    urgency: Urgency
    since: dt.datetime
    """Since when it waits; the longest comes first among equals."""
    building: Building
    what: str
    about: str
    """The thing, as it is called."""
    url: str

    @property
    def waited(self) -> str:
        """How long, in one unit: ``7个月``, which does not read as July."""
        days = (timezone.now() - self.since).days
        if days < 1:
            return _("不到一天")
        if days < A_FEW_MONTHS:
            return ngettext("%(n)d天", "%(n)d天", days) % {"n": days}
        months = days // A_MONTH
        return ngettext("%(n)d个月", "%(n)d个月", months) % {"n": months}


Provider = Callable[[QuerySet[Building], dt.datetime], Iterable[WorkItem]]
PROVIDERS: dict[str, Provider] = {}


def register_work_items(room: str, provider: Provider) -> None:
    PROVIDERS[room] = provider


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the work list; ``more`` tells whether another one follows."""

    rows: list[WorkItem]
    number: int
    more: bool


def work_page_for(buildings: QuerySet[Building], *, page: int = 1) -> WorkPage:
    """Everything that waits in these buildings, the most urgent first, then the longest waiting."""
    now = timezone.now()
    found = [
        stuck
        for provider in PROVIDERS.values()
        for stuck in islice(provider(buildings, now), MOST_ITEMS_PER_ROOM)
    ]
    found.sort(key=lambda stuck: (stuck.urgency, stuck.since, stuck.building.sort_key, stuck.url))
    begin = (page - 1) * ITEMS_PER_PAGE
    return WorkPage(
        found[begin : begin + ITEMS_PER_PAGE], page, more=len(found) > begin + ITEMS_PER_PAGE
    )
