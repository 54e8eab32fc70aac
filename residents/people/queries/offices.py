from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from louzu.lib.paging import Keyset, Page
from residents.people.models import Office, User
from residents.places.models import Building

PAST_OFFICES = Keyset(("until", "pk"))
KINDS = ("leader", "core", "treasurer", "volunteer", "team")
KIND_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def offices_in(building: Building) -> list[Office]:
    offices = Office.objects.current().filter(building=building).select_related("user")
    return sorted(offices, key=lambda office: (KIND_ORDER[office.kind], office.since, office.pk))


def past_offices_in(building: Building, *, after: str | None = None) -> Page[Office]:
    return PAST_OFFICES.page(
        Office.objects.past().filter(building=building).select_related("user"), after
    )


def helper_offices_in(building: Building) -> QuerySet[Office]:
    offices = Office.objects.current().filter(building=building, kind__in=Office.HELPING)
    return offices.select_related("user")


def leader_office_in(building: Building) -> Office | None:
    offices = Office.objects.current().filter(building=building, kind=Office.Kind.LEADER)
    return offices.select_related("user", "building").first()


def leader_offices_of(buildings: Collection[Building]) -> dict[int, Office]:
    """Return primary key of a building → the office of its leader today."""
    offices = Office.objects.current().filter(building__in=buildings, kind=Office.Kind.LEADER)
    found = offices.select_related("user")
    return {office.building_id: office for office in found if office.building_id}


def leader_office_from(building: Building | None, *, since: dt.date) -> Office | None:
    """Return an office of leader on ``since`` or later, which prevents another appointment."""
    leaders = Office.objects.filter(Q(until=None) | Q(until__gt=since), kind=Office.Kind.LEADER)
    return leaders.filter(building=building).select_related("user", "building").first()


def offices_held_by(user: User) -> QuerySet[Office]:
    offices = Office.objects.current().filter(user=user)
    return offices.select_related("building", "neighbourhood").order_by("since", "pk")


def leads_a_building(user: User) -> bool:
    return Office.objects.current().filter(user=user, kind=Office.Kind.LEADER).exists()
