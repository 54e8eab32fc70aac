"""How many households a canvass has reached: for many canvasses at once, each of its building."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from governance.canvass.models import Choice, Current, RollEntry, Visit, Voice


@dataclass(frozen=True, slots=True)
class Reach:
    """``told`` of ``of`` voices know: told by somebody, by themselves, or because they answered."""

    told: int
    of: int

    @property
    def whole(self) -> bool:
        return self.told == self.of


def reach_of(canvasses: Iterable[int]) -> dict[int, Reach]:
    """By the canvass's primary key, in one query; drafts have no roster and are left out."""
    visits = Visit.objects.filter(voice=OuterRef("pk"), outcome__in=Visit.REACHED)
    answers = Current.objects.filter(
        ~Q(answer__choice=Choice.TAKEN_BACK), voice=OuterRef("pk"), clash=False,
        answer__version__gte=OuterRef("canvass__material_version"),
    )  # fmt: skip
    voted = RollEntry.objects.filter(voice=OuterRef("pk"))
    voices = Voice.objects.filter(canvass__in=list(canvasses)).annotate(
        knows=Exists(visits) | Exists(answers) | Exists(voted)
    )
    rows = voices.order_by().values(of_canvass=F("canvass")).annotate(
        told=Count("pk", filter=Q(knows=True)), of=Count("pk")
    )  # fmt: skip
    return {row["of_canvass"]: Reach(row["told"], row["of"]) for row in rows}
