"""How many households a canvass has reached: for many canvasses at once, each of its building."""

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
    """``told`` of ``of`` voices know: told by somebody, by themselves, or because they answered."""

    told: int
    of: int

    @property
    def whole(self) -> bool:
        return self.told == self.of


def reach_of(canvasses: Iterable[int]) -> dict[int, CanvassReach]:
    """By the canvass's primary key, in one query; drafts have no roster and are left out."""
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
    """Of the canvasses under way in these buildings, by the building's key, in one query."""
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
