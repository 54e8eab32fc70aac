"""Wishes for meetings from the lounge, on the leader's front page."""

from __future__ import annotations

from dataclasses import dataclass

from governance.lounge.models import Wish
from governance.lounge.queries.moderation import Concerns, concerns_in, wishes_in
from governance.meetings.queries.agenda import wishes_for
from residents.models import Building
from residents.rooms.context import PageContext

MAX_WISHES = 5


@dataclass(frozen=True, slots=True)
class LeadersList:
    wishes: list[Wish]
    concerns: Concerns


def leaders_list(page: PageContext) -> LeadersList | None:
    if not page.standing.leads:
        return None
    wishes, concerns = _wishes(page.building), concerns_in(page.building)
    shown = wishes or concerns.reports or concerns.appeals
    return LeadersList(wishes, concerns) if shown else None


def _wishes(building: Building) -> list[Wish]:
    """Return wishes of the leader that no meeting has taken up, and other wishes."""
    wanted = {wish.pk for wish in wishes_for(building)}
    wishes = wishes_in(building, 2 * MAX_WISHES)
    return [w for w in wishes if w.kind != Wish.Kind.AGENDA or w.pk in wanted][:MAX_WISHES]
