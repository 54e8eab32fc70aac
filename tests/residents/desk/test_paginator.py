"""Lists at the desk are searched by places as people type them, and show the number of results."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from residents.joining.actions.slips import print_slips
from residents.models import Joining, Membership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
)

pytestmark = pytest.mark.django_db
WITH_ROOMS = {"Flat", "Household", "Joining", "Membership", "Owner", "Ownership", "Slip", "User"}
DESKS = {
    model.__name__: model
    for model, desk in admin.site._registry.items()
    if model.__name__ == "User"
    or any(n.endswith(("room", "door_number")) for n in desk.search_fields)
}


def furnish(building, leader, room):
    flat = FlatFactory(building=building, room=room, floor=int(room[0]))
    home = HouseholdFactory(building=building, flat=flat)
    member = MembershipFactory(household=home)
    owner = OwnerFactory(building=building)
    owner.ownerships.create(flat=flat)
    (printed,) = print_slips([home], by=leader)
    Joining.objects.create(user=member.user, membership=member, slip=printed.slip)
    OfficeFactory(user=member.user, building=building, kind="volunteer")
    return member


@pytest.fixture
def homes(building, next_door, leader, staff) -> dict[str, Membership]:
    """302 and 401 in building 114, and 302 in building 115."""
    return {
        "114-302": furnish(building, leader, "302"),
        "114-401": furnish(building, leader, "401"),
        "115-302": furnish(next_door, leader, "302"),
    }


def found(client, model, asked) -> list:
    page = client.get(reverse(f"admin:residents_{model._meta.model_name}_changelist"), {"q": asked})
    return list(page.context["cl"].result_list)


def test_every_desk_of_places_is_searched_by_them():
    assert set(DESKS) == WITH_ROOMS | {"Building", "Office"}


@pytest.mark.parametrize("name", sorted(WITH_ROOMS))
def test_a_flat_is_found_as_people_type_it(enter, homes, name):
    client = enter("staff")
    for asked in ("114号302室", "114-302", "１１４号 302", "114号3楼302"):
        assert len(found(client, DESKS[name], asked)) == 1, asked
    assert len(found(client, DESKS[name], "302室")) == 2
    assert found(client, DESKS[name], "114号999室") == []


@pytest.mark.parametrize("name", sorted(DESKS))
def test_a_building_is_found_as_people_type_it(enter, homes, name):
    client = enter("staff")
    assert found(client, DESKS[name], "115号")
    assert len(found(client, DESKS[name], "115号")) < len(found(client, DESKS[name], ""))


def test_a_lane_is_heeded(enter, building, next_door, homes):
    other = BuildingFactory(neighbourhood=building.neighbourhood, lane="8弄", door_number="114")
    flat = FlatFactory(building=other, room="302", floor=3)
    type(building).objects.filter(pk=building.pk).update(lane="1200弄")
    client = enter("staff")
    assert found(client, DESKS["Flat"], "8弄114号302") == [flat]
    assert len(found(client, DESKS["Flat"], "114号302")) == 2


def test_other_homes_are_not_queried(enter, homes, staff):
    there = BuildingFactory(door_number="999")
    MembershipFactory(
        user=homes["114-302"].user, household__building=there, household__flat__room="701"
    )
    assert found(enter("staff"), DESKS["User"], "999号701室") == []


def test_more_than_is_counted_is_said_everywhere(enter, building, staff):
    for number in range(501):
        FlatFactory(building=building, room=f"9{number:03d}", floor=9)
    page = enter("staff").get(reverse("admin:residents_flat_changelist"), {"q": "114"}).text
    words = re.sub(r"<[^>]+>", " ", page)
    assert re.findall(r"\b500\b(?!\+)", words) == []
    assert "找到 500+ 条" in " ".join(words.split())
