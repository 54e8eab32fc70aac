"""Queries of slips: the leader's list, the choice of households, and the slip for a code."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from louzu.lib.paging import Keyset, Page
from residents.access.models import Joining, Slip
from residents.access.models.slips import LENGTH, digest_of, normalize_code
from residents.people.models import User
from residents.people.queries.buildings import BUILDING_ORDER, buildings_of
from residents.places.models import Building, Household
from residents.places.models.spans import holds_today, on_record_on

SLIP_ORDER = Keyset(("pk",))
LATEST_ENROLLED = 25


def slips_in(building: Building, *, after: str | None = None) -> Page[Slip]:
    joinings = Joining.objects.select_related("user").order_by("pk")
    slips = building.slips.select_related("household__flat", "user", "printed_by")
    return SLIP_ORDER.page(slips.prefetch_related(Prefetch("joinings", joinings)), after)


def enrolled_without_slip_in(building: Building) -> list[Joining]:
    helped = joinings_in(building).filter(slip=None, undone_at=None)
    return list(helped.order_by("-pk")[:LATEST_ENROLLED])


def joinings_in(building: Building) -> QuerySet[Joining]:
    here = Joining.objects.filter(membership__household__building=building)
    return here.select_related("user", "helped_by", "membership__household__flat").select_related(
        "membership__household__building"
    )


def live_slips_in(building: Building) -> QuerySet[Slip]:
    return building.slips.select_related("household__flat", "user")


def households_for_slips(building: Building) -> QuerySet[Household]:
    """Return households from the lowest floor up, with ``joined`` (accounts without a key are not
    counted) and ``has_slip``."""
    return _to_print(Household.objects.living_in(building))


def households_for_slips_of_many(buildings: Collection[Building]) -> QuerySet[Household]:
    """Like ``households_for_slips`` for several buildings, sorted by building."""
    homes = _to_print(Household.objects.living_in_any(buildings))
    return homes.select_related("flat", "building__neighbourhood").order_by(
        *(f"building__{name}" for name in BUILDING_ORDER), "flat__floor", "flat__room"
    )


def _to_print(households: QuerySet[Household]) -> QuerySet[Household]:
    live = Slip.objects.live().filter(household=OuterRef("pk"), kind=Slip.Kind.HOUSEHOLD)
    has_key = Q(memberships__joining=None) | Q(memberships__joining__slip__isnull=False)
    joined = Count("memberships", filter=holds_today("memberships__") & has_key)
    return (
        households.select_related("flat", "building")  # type: ignore[no-redef]  # declared on the model
        .annotate(joined=joined, has_slip=Exists(live))
        .order_by("flat__floor", "flat__room")
    )


def needs_slip(household: Household) -> bool:
    return not (household.joined or household.has_slip)


def slip_by_code(typed: str, slug: str) -> Slip | None:
    """Return the valid slip for a code in the building with this slug, or None for any error."""
    code = normalize_code(typed)
    if len(code) != LENGTH or not code.isascii():
        return None
    return slips_for_joining(slug).filter(digest=digest_of(code)).first()


def slips_for_joining(slug: str) -> QuerySet[Slip]:
    live = Slip.objects.live().filter(on_record_on(prefix="household__"), building__slug=slug)
    return live.select_related("building__neighbourhood", "household__flat", "user")


def opens_more_than(user: User, building: Building, *, by: User) -> bool:
    """Return whether a key of ``user`` gives access to other buildings than those of ``by``, or to
    the desk."""
    if user.is_superuser or user.is_staff or user.neighbourhoods_served:
        return True
    elsewhere = buildings_of(user).exclude(pk=building.pk)
    looked_after = Q(neighbourhood__in=by.neighbourhoods_served)
    return elsewhere.exclude(looked_after).exists()
