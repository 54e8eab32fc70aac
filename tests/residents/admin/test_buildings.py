"""The desk's pages on which a building is closed, merged, split and opened again."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from residents.models import Building
from tests.factories import BuildingFactory, FlatFactory, HouseholdFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(building, next_door):
    """302 in both buildings, and 401 here."""
    made = {}
    for place, room in ((building, "302"), (building, "401"), (next_door, "302")):
        flat = FlatFactory(building=place, room=room, floor=int(room[0]))
        MembershipFactory(household=HouseholdFactory(building=place, flat=flat))
        made[f"{place.door_number}-{room}"] = flat
    return made


def at(name, building):
    return reverse(f"admin:residents_building_{name}", args=[building.pk])


def look_then_do(client, url, **said):
    """What the page tells before it is done; then it is done."""
    told = client.post(url, said)
    after = client.post(url, {**said, "do": "yes"}, follow=True)
    return "".join(told.context["told"]), after


def test_a_page_leads_to_each_step(enter, building, staff):
    page = enter("staff").get(at("change", building)).text
    for name in ("close", "merge", "split"):
        assert at(name, building) in page


def test_closing_says_what_ends_and_can_be_taken_back(enter, building, homes, staff):
    client = enter("staff")
    told, after = look_then_do(client, at("close", building), on=timezone.localdate())
    assert ("2室不再在名册里" in told, "2人不再是这栋楼的住户" in told) == (True, True)
    assert "办好了" in after.text
    building.refresh_from_db()
    assert building.closed
    assert at("reopen", building) in client.get(at("change", building)).text
    told, after = look_then_do(client, at("reopen", building))
    assert "职务和入户条不恢复" in told
    building.refresh_from_db()
    assert (building.closed, building.flats.current().count()) == (False, 2)


def test_merging_says_which_rooms_are_called_otherwise(enter, building, next_door, homes, staff):
    told, after = look_then_do(enter("staff"), at("merge", next_door), into=building.pk)
    assert "302室 → 115-302室" in told
    assert "办好了" in after.text
    assert sorted(building.flats.current().values_list("room", flat=True)) == [
        "115-302",
        "302",
        "401",
    ]


def test_splitting_makes_a_new_building(enter, building, homes, staff):
    said = {"flats": [homes["114-401"].pk], "door_number": "116号", "nickname": "新楼"}
    told, after = look_then_do(enter("staff"), at("split", building), **said)
    assert "401室连同住户" in told
    made = Building.objects.get(door_number="116")
    assert ("办好了" in after.text, list(made.flats.values_list("room", flat=True))) == (
        True,
        ["401"],
    )


@pytest.mark.parametrize(
    ("name", "said", "why"),
    [
        ("close", {"on": "昨天"}, "on"),
        ("merge", {"into": ""}, "into"),
        ("split", {"door_number": "116"}, "flats"),
        ("split", {"door_number": "115"}, "door_number"),
        ("split", {"door_number": "１１５ 号"}, "door_number"),
    ],
)
def test_what_is_missing_is_said_at_its_field(enter, building, homes, staff, name, said, why):
    data = {**said, "flats": [homes["114-401"].pk]} if why == "door_number" else said
    page = enter("staff").post(at(name, building), data)
    assert (why in page.context["form"].errors, page.context["told"]) == (True, [])


def test_no_building_of_another_neighbourhood_is_offered_or_changed(enter, building, homes, staff):
    far = BuildingFactory()
    client = enter("staff")
    assert client.post(at("merge", building), {"into": far.pk, "do": "yes"}).status_code == 200
    for name in ("close", "merge", "split", "reopen"):
        assert client.get(at(name, far)).status_code == 404
    building.refresh_from_db()
    assert not building.closed
