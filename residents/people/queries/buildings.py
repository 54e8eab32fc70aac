"""Queries of buildings for views and front pages."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Func, Q, QuerySet, Sum

from louzu.lib.paging import Keyset, Page
from residents.people.models import Membership, Office, OwnerAccess, User
from residents.people.models.standing_sql import building_and_standing
from residents.places.models import Building, Household, Ownership
from residents.places.models.buildings import BuildingQuerySet


class Unnest(Func):
    """SQL ``unnest``: one row for each item of an array."""

    function = "unnest"
    output_field = CharField()


BUILDING_ORDER = ("neighbourhood_id", "sort_key", "pk")
"""Sort by neighbourhood, lane and number: 9号 before 114号."""
BUILDING_KEYSET = Keyset(("neighbourhood", "sort_key", "pk"), descending=False, size=50)


def building_with_access(slug: str, user: User | AnonymousUser) -> Building | None:
    """Return the building with its neighbourhood. The same query reads the standing of the user,
    so that ``standing_of`` needs none."""
    found = building_and_standing(user.pk or 0, key="slug", value=slug)
    if found is None:
        return None
    building, standing = found
    if isinstance(user, User):
        user.keep_standing(building, standing)
    return building


def buildings_of(user: User) -> BuildingQuerySet:
    lives = Q(households__memberships__in=Membership.objects.current().filter(user=user))
    serves = Q(offices__in=Office.objects.current().filter(user=user))
    looks_after = Q(neighbourhood__offices__in=Office.objects.current().filter(user=user))
    found = Building.objects.current().filter(lives | serves | looks_after).distinct()
    return found.select_related("neighbourhood").order_by(*BUILDING_ORDER)


def buildings_owned_by(user: User) -> BuildingQuerySet:
    """Return buildings in which the person answers for an owner and is no member, in order."""
    accesses = OwnerAccess.objects.current().filter(user=user)
    held = Ownership.objects.current().filter(owner__accesses__in=accesses)
    found = Building.objects.current().filter(owners__ownerships__in=held).distinct()
    elsewhere = found.exclude(pk__in=buildings_of(user).order_by().values("pk"))
    return elsewhere.select_related("neighbourhood").order_by(*BUILDING_ORDER)


def buildings_ever_of(user: User) -> QuerySet[Building]:
    lived = Q(pk__in=Membership.objects.filter(user=user).values("household__building"))
    offices = Office.objects.filter(user=user)
    served = Q(pk__in=offices.exclude(building=None).values("building"))
    looked_after = Q(neighbourhood__in=offices.exclude(neighbourhood=None).values("neighbourhood"))
    owned = Q(pk__in=OwnerAccess.objects.filter(user=user).values("owner__building"))
    return Building.objects.filter(lived | served | looked_after | owned)


def tags_of(buildings: QuerySet[Building]) -> list[str]:
    tags = buildings.order_by().annotate(tag=Unnest("tags")).values_list("tag", flat=True)
    return sorted(tags.distinct())


def public_buildings(*, after: str | None = None) -> Page[Building]:
    shown = Building.objects.current().open_to_visitors().select_related("neighbourhood")
    return BUILDING_KEYSET.page(shown, after)


def public_building_called(slug: str) -> Building | None:
    shown = Building.objects.current().open_to_visitors().select_related("neighbourhood")
    return shown.filter(slug=slug).first()


def has_roster(building: Building) -> bool:
    return Household.objects.living_in(building).exists()


def count_people(building: Building) -> dict[str, int]:
    bands = ("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
    living = Household.objects.living_in(building)
    sums = living.aggregate(**{band: Sum(band, default=0) for band in bands})
    return {**sums, "people": sum(sums.values()), "households": living.count()}
