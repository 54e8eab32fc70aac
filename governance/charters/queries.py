"""Reading the charter."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from governance.charters.lifecycle import State
from governance.charters.models import Edition, Wording
from louzu.lib.paging import Keyset, Page
from residents.models import Building, User

HISTORY = Keyset(("number",))


def edition_in_force(building: Building) -> Edition | None:
    """With its articles in order; two statements."""
    return _whole(building).filter(state=State.POSTED).first()


def edition_at(building: Building, number: int) -> Edition | None:
    """An edition that is or was in force, by its number."""
    return _whole(building).filter(number=number).first()


def history_of(building: Building, *, after: str | None = None) -> Page[Edition]:
    return HISTORY.page(_of(building).exclude(state=State.DRAFT), after)


def editions_by(user: User) -> QuerySet[Edition]:
    return Edition.objects.filter(by=user).order_by("-pk")


def _of(building: Building) -> QuerySet[Edition]:
    editions = Edition.objects.filter(charter__building=building)
    return editions.select_related("charter__building", "by")


def _whole(building: Building) -> QuerySet[Edition]:
    in_order = Prefetch("wordings", queryset=Wording.objects.order_by("number"))
    return _of(building).exclude(state=State.DRAFT).prefetch_related(in_order)
