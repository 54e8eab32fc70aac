"""Voices whose members joined just before the opening through the person who asks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from governance.canvass.models import Canvass
from governance.canvass.queries.access import FRESH_PERIOD, members_answering
from governance.canvass.queries.roster import RosterLine
from residents.models import OwnerAccess


@dataclass(frozen=True, slots=True)
class MemberArrival:
    """How a member who may answer joined the household."""

    user: int
    at: dt.datetime | None
    """None for a member entered from the committee's roster, without slip or helper."""
    hands: frozenset[int] = frozenset()
    """Primary keys of the people who printed the slip or opened the account."""


@dataclass(frozen=True, slots=True)
class AnsweringMembers:
    """Access at the opening, by index in the roster, from 0."""

    members: dict[int, list[int]]
    """Members whose answers need no check."""
    fresh: frozenset[int]
    """Lines for which nobody could answer until the person who asks let somebody in."""


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
    owners = {line.owner.pk: n for n, line in enumerate(lines) if line.owner}
    for owner, arrival in _owners_who_came(owners):
        came[owners[owner]].append(arrival)
    askers = {pk for pk in (canvass.author_id, canvass.opened_by_id) if pk}
    fresh = {n for n, people in came.items() if is_fresh(people, askers, opened_at - FRESH_PERIOD)}
    waits = lines_needing_check(fresh, set(came))
    members = {n: [one.user for one in people] for n, people in came.items() if n not in waits}
    return AnsweringMembers(members, frozenset(fresh))


def _owners_who_came(owners: Collection[int]) -> Iterator[tuple[int, MemberArrival]]:
    """Yield the keys of owners with the people who answer for them from elsewhere."""
    accesses = OwnerAccess.objects.current().filter(owner__in=owners)
    columns = ("owner", "user", "slip__used_at", "slip__printed_by")
    for owner, user, at, printed_by in accesses.values_list(*columns):
        yield owner, MemberArrival(user, at, frozenset({printed_by} - {None}))


def is_fresh(
    people: Collection[MemberArrival], askers: Collection[int], since: dt.datetime
) -> bool:
    """Return whether all joined since then, and at least one through a person who asks."""
    late = all(one.at is not None and one.at >= since for one in people)
    return late and any(not one.hands.isdisjoint(askers) for one in people)


def lines_needing_check(fresh: set[int], answering: set[int]) -> set[int]:
    """Return the fresh lines whose answers need a check: all, if they are fewer than the other
    lines that can answer.

    In a new building the leader printed everybody's slip, so there they are only displayed.
    """
    return fresh if len(fresh) < len(answering - fresh) else set()
