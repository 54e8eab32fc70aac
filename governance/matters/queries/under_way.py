"""Where the matters of a building that are under way stand."""

from __future__ import annotations

from dataclasses import dataclass

from governance.matters.models import Matter, Milestone, Promise
from governance.matters.queries.milestones import planned_milestones_of_each
from governance.matters.queries.tied_facts import (
    NextEvent,
    StageSuggestion,
    next_event_of,
    suggestion_for,
    tied_facts_of_each,
)
from governance.matters.queries.ties import ties_of_each


@dataclass(frozen=True, slots=True)
class MatterUnderWay:
    """A matter with what is next, as all members may read it."""

    matter: Matter
    next_event: NextEvent | None
    late: Milestone | None
    """The milestone that is late for the longest time."""
    suggestion: StageSuggestion | None
    """For who looks after it."""


def whereabouts_of(matters: list[Matter]) -> list[MatterUnderWay]:
    """Return where matters of one building stand. The number of statements does not depend on that of
    the matters, and is 0 without any."""
    if not matters:
        return []
    facts = tied_facts_of_each(ties_of_each(matters))
    milestones, promises = planned_milestones_of_each(matters), _promises_of_each(matters)
    found = []
    for matter in matters:
        line = milestones[matter.pk]
        found.append(
            MatterUnderWay(
                matter,
                next_event_of(facts[matter.pk], promises[matter.pk], line.line),
                next(iter(line.late), None),
                suggestion_for(matter, facts[matter.pk]),
            )
        )
    return found


def _promises_of_each(matters: list[Matter]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = {matter.pk: [] for matter in matters}
    shown = Promise.objects.filter(matter__in=matters).pending().shown_to_neighbours()
    for promise in shown:
        found[promise.matter_id].append(promise)
    return found
