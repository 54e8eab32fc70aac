"""Objections in the canvasses of a matter, as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.canvass.disclosure import MIN_CANDIDATES
from governance.canvass.lifecycle import UNDER_WAY, CanvassState, ObjectionState
from governance.canvass.models import Canvass, Objection, Purpose
from governance.canvass.queries.reach import reach_of
from governance.notices.models import Notice

SETTLED = (CanvassState.COUNTED, CanvassState.PUBLISHED)
COLLECTING = (CanvassState.OPEN, CanvassState.CLOSED)


@dataclass(frozen=True, slots=True)
class ObjectionFigures:
    raised: int = 0
    ended: int = 0
    """Withdrawn, or met by an offer that was accepted."""
    stand: int = 0
    """Under way, or kept to the end."""
    later: bool = False
    """Whether some are told to neighbours only when their canvass is counted."""
    too_few: bool = False
    """Whether some are told to nobody, because so few took part that they would show who objected."""
    not_yet: bool = False
    """Whether nobody was asked yet."""

    def __add__(self, other: ObjectionFigures) -> ObjectionFigures:
        return ObjectionFigures(
            self.raised + other.raised,
            self.ended + other.ended,
            self.stand + other.stand,
            self.later or other.later,
            self.too_few or other.too_few,
        )


def objection_figures_of(canvasses: list[Canvass], *, each: bool) -> ObjectionFigures | None:
    """Return what the reader may see of the objections, or None if no canvass could have any.

    ``each``: the reader may see how each household answers. Neighbours read the stored result of
    canvasses that were counted, if enough took part (ADR 21). Those of a posting that is over are
    told by its notice already.
    """
    asking = [canvass for canvass in canvasses if canvass.purpose != Purpose.TELL]
    if not asking:
        return None
    if all(canvass.state == CanvassState.ANNOUNCED for canvass in asking):
        return ObjectionFigures(not_yet=True)
    if each:
        return _present_figures(asking)
    over = _postings_that_are_over(asking)
    figures = map(_told_figures, [canvass for canvass in asking if canvass not in over])
    return sum(figures, _figures_of_postings(over))


def _postings_that_are_over(canvasses: list[Canvass]) -> list[Canvass]:
    """Nobody counts their answers. Their notices tell the outcome."""
    closed = [
        canvass
        for canvass in canvasses
        if canvass.purpose == Purpose.HEAR and canvass.state == CanvassState.CLOSED
    ]
    if not closed:
        return []
    over = Notice.objects.filter(canvass__in=closed, ended_at__isnull=False)
    ended = set(over.values_list("canvass", flat=True))
    return [canvass for canvass in closed if canvass.pk in ended]


def _figures_of_postings(canvasses: list[Canvass]) -> ObjectionFigures:
    """Tell them as ``PostingOutcome`` does."""
    if not canvasses:
        return ObjectionFigures()
    reach = reach_of([canvass.pk for canvass in canvasses])
    told = [canvass for canvass in canvasses if reach[canvass.pk].told > MIN_CANDIDATES]
    figures = _present_figures(told) if told else ObjectionFigures()
    return figures + ObjectionFigures(too_few=len(told) < len(canvasses))


def _present_figures(canvasses: list[Canvass]) -> ObjectionFigures:
    found = Objection.objects.filter(voice__canvass__in=canvasses)
    states = list(found.values_list("state", flat=True))
    stand = sum(state in UNDER_WAY or state == ObjectionState.STANDS for state in states)
    return ObjectionFigures(len(states), len(states) - stand, stand)


def _told_figures(canvass: Canvass) -> ObjectionFigures:
    if canvass.state in COLLECTING:
        return ObjectionFigures(later=True)
    if canvass.state not in SETTLED:
        return ObjectionFigures()
    result: Mapping[str, Any] = canvass.count_of.result
    took_part = "told" if canvass.purpose == Purpose.HEAR else "answered"
    enough = canvass.secret or result.get(took_part, {}).get("heads", 0) > MIN_CANDIDATES
    if result.get("too_few") or not enough:
        return ObjectionFigures(too_few=True)
    counted = result.get("objections", {})
    raised, stand = counted.get("raised", 0), counted.get("stand", 0)
    return ObjectionFigures(raised, raised - stand, stand)
