"""Query how much of the first setup is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from residents.access.models import Slip
from residents.people.models import Office, User
from residents.places.models import Building, Household, Neighbourhood


@dataclass(frozen=True, slots=True)
class SetUpState:
    """The existing data in buildings of ``user``; for a keeper, in all."""

    neighbourhood: bool
    staff: bool
    building: bool
    roster: bool
    slips: bool
    without_roster: int | None
    """Primary key of the first building without a household; None if all have one."""
    with_roster: str
    """Slug of the first building with a household, or ""."""


def set_up_state_of(user: User, buildings: QuerySet[Building]) -> SetUpState:
    mine = buildings.order_by("neighbourhood_id", "sort_key", "pk")
    homes = Household.objects.current().filter(building=OuterRef("pk"))
    here = mine.order_by().values("pk")
    row = User.objects.filter(pk=user.pk).values_list(
        Exists(Neighbourhood.objects.all()),
        Exists(Office.objects.current().filter(kind=Office.Kind.STAFF)),
        Exists(mine),
        Exists(Household.objects.current().filter(building__in=here)),
        Exists(Slip.objects.filter(building__in=here)),
        Subquery(mine.filter(~Exists(homes)).values("pk")[:1]),
        Subquery(mine.filter(Exists(homes)).values("slug")[:1]),
    )
    neighbourhood, staff, building, roster, slips, without_roster, with_roster = row.get()
    return SetUpState(
        neighbourhood, staff, building, roster, slips, without_roster, with_roster or ""
    )
