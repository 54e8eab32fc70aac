"""Queries of owners who live elsewhere, their slips, and who answers for them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from residents.access.models import OwnerSlip
from residents.access.models.slips import LENGTH, digest_of, normalize_code
from residents.people.models import OwnerAccess, User
from residents.places.models import Building, Household, Owner, Ownership
from residents.places.models.spans import on_record_on


def owner_slip_by_code(typed: str, slug: str) -> OwnerSlip | None:
    """Return the valid slip of an owner in the building with this slug, or None for any error."""
    code = normalize_code(typed)
    if len(code) != LENGTH or not code.isascii():
        return None
    return owner_slips_for_joining(slug).filter(digest=digest_of(code)).first()


def owner_slips_for_joining(slug: str) -> QuerySet[OwnerSlip]:
    """Return valid slips of owners who still have a flat in the building."""
    held = Ownership.objects.current().filter(owner=OuterRef("owner"))
    live = OwnerSlip.objects.live().filter(
        Exists(held), on_record_on(prefix="owner__building__"), owner__building__slug=slug
    )
    return live.select_related("owner__building__neighbourhood")


def rooms_of_owner(owner: Owner) -> str:
    """Return the flats that the owner has today, such as ``302室、402室``."""
    held = Ownership.objects.current().filter(owner=owner).select_related("flat")
    return "、".join(str(one.flat) for one in held.order_by("flat__floor", "flat__room"))


def owners_elsewhere_in(building: Building) -> QuerySet[Owner]:
    """Return owners who live in none of their flats, by name, with ``slips`` and ``accesses`` that hold
    and ``owned_flats``, their ownerships of today."""
    held = Ownership.objects.current().filter(owner=OuterRef("pk"))
    at_home = Household.objects.current().filter(occupancy=Household.Occupancy.OWNER)
    lived_in = held.filter(Exists(at_home.filter(flat=OuterRef("flat"))))
    return building.owners.filter(Exists(held), ~Exists(lived_in)).prefetch_related(
        Prefetch(
            "ownerships",
            Ownership.objects.current()
            .select_related("flat")
            .order_by("flat__floor", "flat__room"),
            to_attr="owned_flats",
        ),
        Prefetch("slips", OwnerSlip.objects.live().order_by("pk"), to_attr="live_slips"),
        Prefetch(
            "accesses",
            OwnerAccess.objects.current().select_related("user").order_by("pk"),
            to_attr="answering",
        ),
    )


def own_accesses(user: User, building: Building) -> QuerySet[OwnerAccess]:
    mine = OwnerAccess.objects.current().filter(user=user, owner__building=building)
    return mine.select_related("owner__building")


def accesses_in(building: Building) -> QuerySet[OwnerAccess]:
    here = OwnerAccess.objects.current().filter(owner__building=building)
    return here.select_related("owner__building", "user")


def live_owner_slips_in(building: Building) -> QuerySet[OwnerSlip]:
    return (
        OwnerSlip.objects.live().filter(owner__building=building).select_related("owner__building")
    )
