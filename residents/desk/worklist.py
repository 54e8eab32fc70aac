"""What waits for the committee, across its buildings: each room tells its own by one line.

``waits("canvass", stuck_in)`` in a room's ``admin.py`` joins it: ``stuck_in(buildings, now)`` gives what
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

MOST = 200
"""Of one room; what stands behind them comes forward when these are dealt with."""
A_PAGE = 20
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
class Stuck:
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


Provider = Callable[[QuerySet[Building], dt.datetime], Iterable[Stuck]]
PROVIDERS: dict[str, Provider] = {}


def waits(room: str, provider: Provider) -> None:
    PROVIDERS[room] = provider


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the work list; ``more`` tells whether another one follows."""

    rows: list[Stuck]
    number: int
    more: bool


def work_for(buildings: QuerySet[Building], *, page: int = 1) -> WorkPage:
    """Everything that waits in these buildings, the most urgent first, then the longest waiting."""
    now = timezone.now()
    found = [
        stuck for provider in PROVIDERS.values() for stuck in islice(provider(buildings, now), MOST)
    ]
    found.sort(key=lambda stuck: (stuck.urgency, stuck.since, stuck.building.sort_key, stuck.url))
    begin = (page - 1) * A_PAGE
    return WorkPage(found[begin : begin + A_PAGE], page, more=len(found) > begin + A_PAGE)
