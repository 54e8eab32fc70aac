"""Records that end with a flat or household, and conditions for reopening it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from residents.access.models import Slip
from residents.people.models import Membership, Office
from residents.places.models import Building, Flat, Household
from residents.places.models.spans import holds_on
from residents.rooms.manifest import open_rosters_with


@dataclass(frozen=True, slots=True)
class Ending:
    """The records that end when flats are empty from a given day."""

    members: tuple[Membership, ...]
    offices: tuple[Office, ...]
    """Offices in the building of people who have no other home there."""
    slips: int
    rolls: tuple[str, ...]
    """Open canvasses and drafts whose frozen roster counts them."""

    @property
    def leads(self) -> bool:
        return any(office.kind == Office.Kind.LEADER for office in self.offices)


def ending_of(flats: Collection[Flat], on: dt.date, *, stay: bool = False) -> Ending:
    """Return what ends. ``stay`` means that the people remain in the building."""
    homes = Household.objects.not_closed(on).filter(flat__in=flats)
    members = Membership.objects.not_over(on).filter(household__in=homes)
    members = members.select_related("user", "household__flat").order_by("pk")
    building = next(iter(flats)).building
    slips = Slip.objects.live().filter(household__in=homes).count()
    offices = () if stay else tuple(_offices(building, members, on))
    return Ending(tuple(members), offices, slips, tuple(open_rosters_with(building, homes, flats)))


def _offices(building: Building, members: QuerySet[Membership], on: dt.date) -> QuerySet[Office]:
    day = max(on, timezone.localdate())
    elsewhere = Membership.objects.filter(
        holds_on(day), household__building=building, user__in=members.values("user")
    ).exclude(pk__in=members.values("pk"))
    held = Office.objects.current().filter(building=building, user__in=members.values("user"))
    return held.exclude(user__in=elsewhere.values("user")).select_related("user").order_by("pk")


def memberships_ended_with(household: Household) -> QuerySet[Membership]:
    of_household = Membership.objects.filter(household=household)
    return ended_with_place(of_household).select_related("user").order_by("pk")


def ended_with_place(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Return memberships that ended with the place and can be restored with it."""
    left = members.filter(own_until=None, until__isnull=False, user__forgotten_at=None)
    return left.exclude(joining__undone_at__isnull=False)


def last_household_of(flat: Flat) -> Household | None:
    return Household.objects.filter(flat=flat, own_until=None).order_by("-pk").first()


def next_household_after(household: Household) -> Household | None:
    """Return the next household in its flat. An empty flat has none."""
    after = Household.objects.filter(flat=household.flat_id).exclude(pk=household.pk)
    after = after.filter(Q(until=None) | Q(until__gt=household.until))
    return after.exclude(occupancy="empty", memberships=None).first()


def flat_with_same_room(flat: Flat) -> Flat | None:
    same = Flat.objects.filter(building=flat.building_id, room=flat.room).exclude(pk=flat.pk)
    return same.filter(Q(until=None) | Q(until__gt=flat.until)).first()


def household_on(flat: Flat, on: dt.date) -> Household | None:
    """Return the household in the flat on that day, which may represent an empty flat."""
    return Household.objects.current(on).filter(flat=flat).select_related("flat").first()
