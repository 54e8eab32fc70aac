"""Printed slips that nobody has used yet, for those who knock at doors."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from residents.access.models import Slip
from residents.people.models import Membership
from residents.places.models.spans import on_record_on
from residents.rooms.at_doors import AtDoor
from residents.rooms.context import PageContext
from residents.rooms.waiting import thing_of


def at_doors(page: PageContext) -> Iterator[AtDoor]:
    """Yield for each household that nobody has joined the newest slip with which one can."""
    joined = Membership.objects.current().filter(household=OuterRef("household"))
    found = page.building.slips.live().filter(
        ~Exists(joined), on_record_on(prefix="household__"), kind=Slip.Kind.HOUSEHOLD, used=0
    )
    newest = (
        found.select_related("household").order_by("household_id", "-pk").distinct("household_id")
    )
    for slip in newest:
        yield AtDoor(
            flat=slip.household.flat_id,
            thing=thing_of(slip),
            title=str(slip.get_kind_display()),
            template="residents/slips/_at_door.html",
            content=slip,
            printed_at=slip.printed_at,
        )
