"""Queries of people in a building."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from residents.people.models import Membership, Office, User
from residents.places.models import Building
from residents.places.models.spans import holds_today


@dataclass(frozen=True, slots=True)
class PhoneContact:
    """Whom to call."""

    name: str
    phone: str


def contact_of(building: Building, *, offices: bool = True) -> PhoneContact | None:
    """Return the first office with a number, else the residents' committee. ``offices`` is False
    for readers to whom the building names nobody."""
    holders = contacts_in(building) if offices else []
    office = next((one for one in holders if one.contact), None)
    if office:
        return PhoneContact(str(office), office.contact)
    committee = building.neighbourhood
    if committee.phone:
        return PhoneContact(_("%(name)s居委") % {"name": committee.name}, committee.phone)
    return None


def contacts_in(building: Building) -> list[Office]:
    others = (Office.Kind.TEAM, Office.Kind.TREASURER)
    offices = Office.objects.filter(holds_today(), building=building).exclude(kind__in=others)
    order = {"leader": 0, "core": 1, "volunteer": 2}
    return sorted(
        offices.select_related("user").order_by("since", "pk"), key=lambda o: order[o.kind]
    )


def homes_of(user: User, building: Building) -> QuerySet[Membership]:
    memberships = Membership.objects.current().filter(user=user, household__building=building)
    return memberships.select_related("household__flat")


def members_in(building: Building) -> QuerySet[Membership]:
    members = Membership.objects.current().filter(household__building=building)
    in_order = members.order_by("household__flat__floor", "household__flat__room", "pk")
    return in_order.select_related("user", "household__flat")
