"""Queries of people for lists at the desk."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet

from residents.people.models import Membership, Office, User
from residents.places.models import Building
from residents.roster_parser.place_search import PlaceQuery


def people_of(neighbourhoods: list[int]) -> QuerySet[User]:
    homes = Membership.objects.filter(household__building__neighbourhood__in=neighbourhoods)
    offices = Office.objects.filter(
        Q(building__neighbourhood__in=neighbourhoods) | Q(neighbourhood__in=neighbourhoods)
    )
    return User.objects.filter(Q(pk__in=homes.values("user")) | Q(pk__in=offices.values("user")))


def with_rooms(people: QuerySet[User], neighbourhoods: list[int]) -> QuerySet[User]:
    """Annotate people with ``rooms``, where they live in these neighbourhoods today."""
    homes = Membership.objects.current().filter(
        user=OuterRef("pk"), household__building__neighbourhood__in=neighbourhoods
    )
    rooms = ArraySubquery(homes.order_by("pk").values("household__flat__room"))
    with_them: QuerySet[User] = people.annotate(rooms=rooms)  # type: ignore[no-redef]  # declared on the model
    return with_them


def q_at_places(places: Collection[PlaceQuery], *, building: str, room: str) -> Q:
    """Return a condition for rows in one of these places.

    ``building`` is the prefix of lookups to the building's fields, and ``room`` the lookup of the
    room. A ``room`` of "" matches rows by their building alone.
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
) -> QuerySet[Membership, object]:
    there = q_at_places(places, building="household__building__", room="household__flat__room")
    homes = Membership.objects.filter(there)
    if neighbourhoods is not None:
        homes = homes.filter(household__building__neighbourhood__in=neighbourhoods)
    return homes.values("user")


def pks_of_staff(neighbourhoods: list[int]) -> QuerySet[Office, object]:
    offices = Office.objects.filter(kind=Office.Kind.STAFF, neighbourhood__in=neighbourhoods)
    return offices.values("user")


def residents_by_building(
    people: Collection[int], neighbourhoods: list[int] | None
) -> dict[int, int]:
    """Count these people by the primary key of each building where they ever lived. None as
    ``neighbourhoods`` means all."""
    homes = Membership.objects.filter(user__in=people)
    if neighbourhoods is not None:
        homes = homes.filter(household__building__neighbourhood__in=neighbourhoods)
    counted = homes.order_by().values_list("household__building")
    return dict(counted.annotate(count=Count("user", distinct=True)))


def lives_in(user: User, building: Building) -> bool:
    return Membership.objects.current().filter(user=user, household__building=building).exists()
