"""People as the committee's desk lists them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet

from residents.people.models import Membership, Office, User
from residents.places.models import Building
from residents.roster_parser.place_search import PlaceQuery


def people_of(neighbourhoods: list[int]) -> QuerySet[User]:
    """Whoever lives or lived, serves or served in these neighbourhoods."""
    homes = Membership.objects.filter(household__building__neighbourhood__in=neighbourhoods)
    offices = Office.objects.filter(
        Q(building__neighbourhood__in=neighbourhoods) | Q(neighbourhood__in=neighbourhoods)
    )
    return User.objects.filter(Q(pk__in=homes.values("user")) | Q(pk__in=offices.values("user")))


def with_rooms(people: QuerySet[Any], neighbourhoods: list[int]) -> QuerySet[Any]:
    """Each with ``rooms``: the numbers of the flats where they live there today."""
    homes = Membership.objects.current().filter(
        user=OuterRef("pk"), household__building__neighbourhood__in=neighbourhoods
    )
    rooms = ArraySubquery(homes.order_by("pk").values("household__flat__room"))
    with_them: QuerySet[Any] = people.annotate(rooms=rooms)
    return with_them


def q_at_places(places: Collection[PlaceQuery], *, building: str, room: str) -> Q:
    """In one of these places. ``building`` and ``room`` are look-ups: the beginning of the building's
    fields, and the room; "" for rows that have none, which are found by their building alone.
    """
    found = Q(pk__in=())
    for asked in places:
        if not (asked.door or room):
            continue
        one = Q()
        if asked.door:
            one &= Q(**{f"{building}door_number__iexact": asked.door})
        if asked.lane:
            one &= Q(**{f"{building}lane": ""}) | Q(**{f"{building}lane__icontains": asked.lane})
        if asked.room and room:
            one &= Q(**{f"{room}__iexact": asked.room})
        found |= one
    return found


def pks_living_in(
    places: Collection[PlaceQuery], neighbourhoods: list[int] | None
) -> QuerySet[Any, Any]:
    """Keys of whoever lives or lived there; None: in any neighbourhood."""
    there = q_at_places(places, building="household__building__", room="household__flat__room")
    homes = Membership.objects.filter(there)
    if neighbourhoods is not None:
        homes = homes.filter(household__building__neighbourhood__in=neighbourhoods)
    return homes.values("user")


def pks_of_staff(neighbourhoods: list[int]) -> QuerySet[Any, Any]:
    """Keys of whoever works or worked in these committees."""
    offices = Office.objects.filter(kind=Office.Kind.STAFF, neighbourhood__in=neighbourhoods)
    return offices.values("user")


def residents_by_building(
    people: Collection[int], neighbourhoods: list[int] | None
) -> dict[int, int]:
    """How many of these people live or lived in each building there, by its key; None: anywhere."""
    homes = Membership.objects.filter(user__in=people)
    if neighbourhoods is not None:
        homes = homes.filter(household__building__neighbourhood__in=neighbourhoods)
    counted = homes.order_by().values_list("household__building")
    return dict(counted.annotate(count=Count("user", distinct=True)))


def lives_in(user: User, building: Building) -> bool:
    """Is the person a member of one of the building's households today?"""
    return Membership.objects.current().filter(user=user, household__building=building).exists()
