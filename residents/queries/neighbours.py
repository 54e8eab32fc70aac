"""Who lives in a building, as neighbours, helpers and the leader may know it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from louzu.lib.paging import Keyset, Page
from residents.models import Building, Consent, Household, Membership

LATEST_FIRST = Keyset(("pk",))


def neighbours_of(building: Building, *, after: str | None = None) -> Page[Membership]:
    """A page of those who let neighbours know their name, once each; who joined last comes first.

    ``shows_phone`` tells of each whether they let neighbours see the number too.
    """
    here = Membership.objects.current().filter(household__building=building)
    twice = here.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    shown = here.filter(~Exists(twice), user__shows_name=True)
    agreed = Consent.objects.to(Consent.Kind.PHONE).of_each("user")
    shown = shown.select_related("user", "household__flat").annotate(shows_phone=Exists(agreed))
    return LATEST_FIRST.page(shown, after)


def members_of(building: Building) -> QuerySet[Membership]:
    """Everybody who lives here today, floor by floor."""
    members = Membership.objects.current().filter(household__building=building)
    in_order = members.order_by("household__flat__floor", "household__flat__room", "pk")
    return in_order.select_related("user", "household__flat")


def households_of(building: Building) -> list[Household]:
    """Every household, floor by floor, each with ``joined``: those of it who have a key. Two
    statements; as many rows as the building has flats and people."""
    joined = Membership.objects.current().select_related("user").order_by("since", "pk")
    households = Household.objects.filter(building=building).select_related("flat")
    return list(
        households.order_by("flat__floor", "flat__room").prefetch_related(
            Prefetch("memberships", queryset=joined, to_attr="joined")
        )
    )
