"""Buildings as the door and the front pages need them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, Sum

from residents.models import Building, Household, Membership, Office, User
from residents.models.places import BuildingQuerySet


def building_at(slug: str, user: User | AnonymousUser) -> Building | None:
    """The building at an address, with what ``user`` is in it, in one query."""
    buildings = Building.objects.select_related("neighbourhood")
    if isinstance(user, User):
        buildings = buildings.with_standing_of(user)
    return buildings.filter(slug=slug).first()


def buildings_of(user: User) -> BuildingQuerySet:
    """Where a person lives, holds an office, or looks after as committee staff."""
    lives = Q(households__memberships__in=Membership.objects.current().filter(user=user))
    serves = Q(offices__in=Office.objects.current().filter(user=user))
    looks_after = Q(neighbourhood__offices__in=Office.objects.current().filter(user=user))
    found = Building.objects.filter(lives | serves | looks_after).distinct()
    return found.select_related("neighbourhood").order_by("slug")


def buildings_ever_of(user: User) -> QuerySet[Building]:
    """Wherever a person ever lived, held an office, or looked after as committee staff."""
    lived = Q(pk__in=Membership.objects.filter(user=user).values("household__building"))
    offices = Office.objects.filter(user=user)
    served = Q(pk__in=offices.exclude(building=None).values("building"))
    looked_after = Q(neighbourhood__in=offices.exclude(neighbourhood=None).values("neighbourhood"))
    return Building.objects.filter(lived | served | looked_after)


def public_buildings() -> QuerySet[Building]:
    return Building.objects.open_to_visitors().select_related("neighbourhood")


def count_people(building: Building) -> dict[str, int]:
    """Households, and people by age band, as the building's front page tells them."""
    bands = ("aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
    sums = Household.objects.filter(building=building).aggregate(
        **{band: Sum(band, default=0) for band in bands}
    )
    households = Household.objects.filter(building=building).count()
    return {**sums, "people": sum(sums.values()), "households": households}
