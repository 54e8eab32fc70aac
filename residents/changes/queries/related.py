"""Records related to a person, household, flat or owner, for desk pages.

``neighbourhoods`` are those of the reader, or None for all. Current records come first, and then
those that ended last, up to ``MAX_ITEMS_PER_ROOM`` of a kind.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet

from residents.access.models import Slip
from residents.people.models import Membership, Office, User
from residents.places.models import Flat, Household, Owner, Ownership

M = TypeVar("M", bound=Model)

MAX_RELATED_ROWS = 50
NEWEST_SLIPS = 5
NEWEST_FIRST = (F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-pk")


def homes_of_person(person: User, neighbourhoods: Collection[int] | None) -> list[Membership]:
    homes = Membership.objects.filter(user=person)
    if neighbourhoods is not None:
        homes = homes.filter(household__building__neighbourhood__in=neighbourhoods)
    return _newest(homes.select_related("household__flat", "household__building"))


def offices_of_person(person: User, neighbourhoods: Collection[int] | None) -> list[Office]:
    offices = Office.objects.filter(user=person)
    if neighbourhoods is not None:
        of_a_building = Q(building__neighbourhood__in=neighbourhoods)
        offices = offices.filter(of_a_building | Q(neighbourhood__in=neighbourhoods))
    return _newest(offices.select_related("building", "neighbourhood"))


def members_of_household(household: Household) -> list[Membership]:
    return _newest(Membership.objects.filter(household=household).select_related("user"))


def offices_held_by_any(people: Sequence[int], building: int) -> dict[int, list[Office]]:
    held: dict[int, list[Office]] = {}
    for office in Office.objects.current().filter(user__in=people, building=building):
        held.setdefault(office.user_id, []).append(office)
    return held


def owners_of_flats(flats: Collection[int]) -> dict[int, Owner]:
    owned = Ownership.objects.current().filter(flat__in=flats).select_related("owner")
    return {ownership.flat_id: ownership.owner for ownership in owned}


def ownerships_of_flat(flat: Flat) -> list[Ownership]:
    return _newest(Ownership.objects.filter(flat=flat).select_related("owner"))


def ownerships_of_owner(owner: Owner) -> list[Ownership]:
    return _newest(Ownership.objects.filter(owner=owner).select_related("flat__building"))


def households_in_flats(flats: Collection[int]) -> dict[int, list[Household]]:
    found: dict[int, list[Household]] = {}
    households = Household.objects.filter(flat__in=flats).select_related("flat")
    for household in households.order_by(*NEWEST_FIRST):
        found.setdefault(household.flat_id, []).append(household)
    return found


def newest_slips_of(household: Household) -> list[Slip]:
    slips = Slip.objects.filter(household=household).select_related("household__flat")
    return [*slips.order_by("-pk")[:NEWEST_SLIPS]]


def _newest(rows: QuerySet[M]) -> list[M]:
    return [*rows.order_by(*NEWEST_FIRST)[:MAX_RELATED_ROWS]]
