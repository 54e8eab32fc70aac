"""Households whose people came in just before the opening, by the hand of who puts the question."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from governance.canvass.models import Canvass
from governance.canvass.queries.access import FRESH_PERIOD, members_answering
from governance.canvass.queries.roster import RosterLine


@dataclass(frozen=True, slots=True)
class MemberArrival:
    """How a member who may answer came into their household."""

    user: int
    at: dt.datetime | None
    """None for a member without a slip or a helper: entered from the committee's roster."""
    hands: frozenset[int] = frozenset()
    """Primary keys of the people who printed the slip or opened the account."""


@dataclass(frozen=True, slots=True)
class AnsweringMembers:
    """By the place of a line in the roster, counted from 0."""

    members: dict[int, list[int]]
    """Those whose answer counts at once."""
    fresh: frozenset[int]
    """Lines that nobody could answer for, until who puts the question let somebody in."""


def answering_members_of(
    canvass: Canvass, lines: Sequence[RosterLine], opened_at: dt.datetime
) -> AnsweringMembers:
    homes = {
        place.answering: n
        for n, line in enumerate(lines)
        for place in line.places
        if place.answering
    }
    columns = (
        "household",
        "user",
        "joining__at",
        "joining__slip__printed_by",
        "joining__helped_by",
    )
    came: dict[int, list[MemberArrival]] = defaultdict(list)
    for home, user, at, printed_by, helped_by in members_answering(homes).values_list(*columns):
        came[homes[home]].append(
            MemberArrival(user, at, frozenset({printed_by, helped_by} - {None}))
        )
    askers = {pk for pk in (canvass.author_id, canvass.opened_by_id) if pk}
    fresh = {n for n, people in came.items() if is_fresh(people, askers, opened_at - FRESH_PERIOD)}
    waits = lines_needing_check(fresh, set(came))
    members = {n: [one.user for one in people] for n, people in came.items() if n not in waits}
    return AnsweringMembers(members, frozenset(fresh))


def is_fresh(
    people: Collection[MemberArrival], askers: Collection[int], since: dt.datetime
) -> bool:
    """All came in since, and at least one by the hand of who asks."""
    late = all(one.at is not None and one.at >= since for one in people)
    return late and any(not one.hands.isdisjoint(askers) for one in people)


def lines_needing_check(fresh: set[int], answering: set[int]) -> set[int]:
    """Fresh lines whose answers need a check: all, where they are fewer than the others who can answer.

    In a building that was just filled the leader printed everybody's slip: there it is shown alone.
    """
    return fresh if len(fresh) < len(answering - fresh) else set()
