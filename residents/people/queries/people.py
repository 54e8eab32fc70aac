"""Queries of people in a building."""

from __future__ import annotations

from django.db.models import QuerySet

from residents.people.models import Membership, Office, User
from residents.places.models import Building
from residents.places.models.spans import holds_today


def contacts_in(building: Building) -> list[Office]:
    offices = Office.objects.filter(holds_today(), building=building).exclude(kind="team")
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
