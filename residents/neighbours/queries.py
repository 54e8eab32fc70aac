"""Queries of people in a building, for neighbours, helpers and the leader."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from louzu.lib.paging import Keyset, Page
from residents.people.models import Membership
from residents.places.models import Building, Household
from residents.privacy.models import Consent

LATEST_FIRST = Keyset(("pk",))


@dataclass(frozen=True, slots=True)
class NeighbourHousehold:
    """A household, and its members who have an account."""

    household: Household
    joined: list[Membership]


def neighbours_in(building: Building, *, after: str | None = None) -> Page[Membership]:
    """Return a page of people who show their name, once each, latest first. ``shows_phone`` says
    whether they also show their number."""
    here = Membership.objects.current().filter(household__building=building)
    twice = here.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    agreed = Consent.objects.to(Consent.Kind.PHONE).of_each("user")
    shown = here.filter(~Exists(twice), user__shows_name=True)
    shown = shown.select_related("user", "household__flat")
    return LATEST_FIRST.page(shown.annotate(shows_phone=Exists(agreed)), after)


def members_at(household: Household) -> list[Membership]:
    """Return who lives there and has an account. ``shows_phone`` as in ``neighbours_in``."""
    agreed = Consent.objects.to(Consent.Kind.PHONE).of_each("user")
    members = Membership.objects.current().filter(household=household).select_related("user")
    return list(members.annotate(shows_phone=Exists(agreed)).order_by("since", "pk"))


def households_in(building: Building) -> list[NeighbourHousehold]:
    with_relations = Membership.objects.current().select_related("user").order_by("since", "pk")
    found = Household.objects.living_in(building).prefetch_related(
        Prefetch("memberships", queryset=with_relations)
    )
    return [NeighbourHousehold(household, [*household.memberships.all()]) for household in found]
