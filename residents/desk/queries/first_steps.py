"""How far somebody's part of the installation has come, from nothing to the first printed slips."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from residents.access.models import Slip
from residents.people.models import Office, User
from residents.places.models import Building, Household, Neighbourhood


@dataclass(frozen=True, slots=True)
class SetUpState:
    """What there is in the buildings that ``user`` looks after; of everything, for a keeper."""

    neighbourhood: bool
    staff: bool
    building: bool
    roster: bool
    slips: bool
    without_roster: int | None
    """Primary key of the first building without a household; None where all have some."""
    with_roster: str
    """Address (slug) of the first building with a household; "" for none."""


def set_up_state_of(user: User, buildings: QuerySet[Building]) -> SetUpState:
    """In one statement."""
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
