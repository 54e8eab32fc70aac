"""Count the households that a canvass has reached, for many canvasses in one query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import Voice
from governance.canvass.queries.standing import has_answered, was_told
from residents.rooms.contributions import ReachCount


@dataclass(frozen=True, slots=True)
class CanvassReach:
    """``told`` of ``of`` voices were told, acknowledged it or answered."""

    told: int
    of: int

    @property
    def whole(self) -> bool:
        return self.told == self.of


def reach_of(canvasses: Iterable[int]) -> dict[int, CanvassReach]:
    """Map primary keys of canvasses to their reach, with one query. Drafts are left out, because
    they have no roster."""
    voices = Voice.objects.filter(canvass__in=list(canvasses)).annotate(
        knows=was_told() | has_answered()
    )
    rows = (
        voices.order_by()
        .values(of_canvass=F("canvass"))
        .annotate(told=Count("pk", filter=Q(knows=True)), of=Count("pk"))
    )
    return {row["of_canvass"]: CanvassReach(row["told"], row["of"]) for row in rows}


def doors_of(buildings: Sequence[int]) -> dict[int, ReachCount]:
    """Map primary keys of buildings to the reach of their open canvasses, with one query."""
    under_way = Voice.objects.filter(
        canvass__building__in=buildings, canvass__state=CanvassState.OPEN
    )
    voices = under_way.annotate(told=was_told(), answered=has_answered())
    rows = (
        voices.order_by()
        .values_list("canvass__building")
        .annotate(
            knowing=Count("pk", filter=Q(told=True) | Q(answered=True)),
            having=Count("pk", filter=Q(answered=True)),
            of=Count("pk"),
        )
    )
    return {building: ReachCount(*counts) for building, *counts in rows}
