"""The desk pages that close, merge, split and reopen a building."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from residents.changes.actions.buildings import close_building
from residents.changes.actions.closing import close_flat
from residents.models import Building, Flat, Membership
from tests.factories import BuildingFactory, FlatFactory, HouseholdFactory, MembershipFactory
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def homes(building, next_door):
    """302 in both buildings, and 401 in ours."""
    made = {}
    for place, room in ((building, "302"), (building, "401"), (next_door, "302")):
        flat = FlatFactory(building=place, room=room, floor=int(room[0]))
        MembershipFactory(household=HouseholdFactory(building=place, flat=flat))
        made[f"{place.door_number}-{room}"] = flat
    return made


def at(name, building):
    return reverse(f"admin:residents_building_{name}", args=[building.pk])


def look(client, url, **fields):
    """Return the outcome in the preview, and its version."""
    page = client.post(url, {**fields, "do": "look"})
    assert "outcome" in page.context, page.context["form"].errors
    outcome = page.context["outcome"]
    return "".join((*outcome.happens, *outcome.stays)), outcome.version


def do(client, url, version, **fields):
    return client.post(url, {**fields, "do": "yes", "shown": version}, follow=True)


def look_then_do(client, url, **fields):
    """Return the outcome in the preview, and the response after confirming."""
    text, version = look(client, url, **fields)
    return text, do(client, url, version, **fields)


def test_a_page_leads_to_each_step(enter, building, staff):
    page = enter("staff").get(at("change", building)).text
    for name in ("close", "merge", "split"):
        assert at(name, building) in page


def test_closing_says_what_ends_and_can_be_taken_back(enter, building, homes, staff):
    client = enter("staff")
    text, after = look_then_do(client, at("close", building), day=TODAY)
    assert ("2室不再在名册里" in text, "2人不再是这栋楼的住户" in text) == (True, True)
    assert "办好了" in after.text
    building.refresh_from_db()
    assert building.closed
    assert at("reopen", building) in client.get(at("change", building)).text
    text, after = look_then_do(client, at("reopen", building))
    assert "职务和入户条不恢复" in text
    building.refresh_from_db()
    assert (building.closed, building.flats.current().count()) == (False, 2)


def test_merging_says_which_rooms_are_called_otherwise(enter, building, next_door, homes, staff):
    text, after = look_then_do(enter("staff"), at("merge", next_door), into=building.pk)
    assert "302室 → 115-302室" in text
    assert "办好了" in after.text
    assert sorted(building.flats.current().values_list("room", flat=True)) == [
        "115-302",
        "302",
        "401",
    ]


def test_splitting_makes_a_new_building(enter, building, homes, staff):
    data = {"flats": [homes["114-401"].pk], "door_number": "116号", "nickname": "新楼"}
    text, after = look_then_do(enter("staff"), at("split", building), **data)
    assert "401室连同住户" in text
    made = Building.objects.get(door_number="116")
    assert ("办好了" in after.text, list(made.flats.values_list("room", flat=True))) == (
        True,
        ["401"],
    )


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("close", {"day": "昨天"}, "day"),
        ("close", {"day": "2199-01-01"}, "day"),
        ("merge", {"into": ""}, "into"),
        ("split", {"door_number": "116"}, "flats"),
        ("split", {"door_number": "115"}, "door_number"),
        ("split", {"door_number": "１１５ 号"}, "door_number"),
    ],
)
def test_what_is_missing_is_said_at_its_field(enter, building, homes, staff, name, typed, why):
    data = {**typed, "flats": [homes["114-401"].pk]} if why == "door_number" else typed
    page = enter("staff").post(at(name, building), {**data, "do": "look"})
    assert (why in page.context["form"].errors, "outcome" in page.context) == (True, False)


def test_no_building_of_another_neighbourhood_is_offered_or_changed(enter, building, homes, staff):
    far = BuildingFactory()
    client = enter("staff")
    assert client.post(at("merge", building), {"into": far.pk, "do": "yes"}).status_code == 200
    for name in ("close", "merge", "split", "reopen"):
        assert client.get(at(name, far)).status_code == 404
    building.refresh_from_db()
    assert not building.closed


def test_what_is_under_way_is_said_before_the_button(enter, building, homes, staff):
    canvass = make_open_canvass(
        building, Membership.objects.filter(household__building=building)[0].user
    )
    page = enter("staff").post(at("close", building), {"day": TODAY, "do": "look"})
    assert f"还有没办完的：征询“{canvass.question}”" in page.text
    assert "就这样办" not in page.text


OF_114 = {
    "close": {"day": TODAY},
    "merge": {"into": "115"},
    "split": {"flats": ["401"], "door_number": "116", "lane": "", "nickname": "新楼"},
}
"""The input for building 114. Rooms and buildings are given by numbers."""


def typed_for(name, homes, next_door):
    found = dict(OF_114[name])
    if "into" in found:
        found["into"] = next_door.pk
    if "flats" in found:
        found["flats"] = [homes[f"114-{room}"].pk for room in found["flats"]]
    return found


@pytest.mark.parametrize("name", OF_114)
def test_what_a_colleague_changed_is_shown_before_it_is_done(
    enter, building, next_door, homes, staff, name
):
    """The new preview contains the input, and so does the form."""
    client, text = enter("staff"), typed_for(name, homes, next_door)
    before, version = look(client, at(name, building), **text)
    Flat.objects.filter(pk=homes["114-401"].pk).update(room="402")
    FlatFactory(building=building, room="501", floor=5)
    FlatFactory(building=next_door, room="402", floor=4)
    page = do(client, at(name, building), version, **text)
    assert "您看的时候登记又有了变动。请把下面的再看一遍，再确认。" in page.text
    now = [*page.context["outcome"].happens]
    assert "".join(now) not in before
    assert [sentence for sentence in now if sentence not in page.text] == []
    building.refresh_from_db()
    assert (building.until, Building.objects.filter(door_number="116").exists()) == (None, False)
    for shown in (page, client.post(at(name, building), {**text, "do": "back"})):
        assert {field: shown.context["form"][field].value() for field in text} == as_sent(text)
    after = do(client, at(name, building), page.context["outcome"].version, **text)
    assert "办好了" in after.text


def as_sent(said):
    return {
        name: [*map(str, value)] if isinstance(value, list) else str(value)
        for name, value in said.items()
    }


def test_a_flat_that_a_colleague_closed_is_not_split_off(enter, building, next_door, homes, staff):
    client, text = enter("staff"), typed_for("split", homes, next_door)
    _told, version = look(client, at("split", building), **text)
    close_flat(homes["114-401"], on=TODAY, by=staff)
    page = do(client, at("split", building), version, **text)
    form = page.context["form"]
    assert form.errors == {"flats": ["选的里面有现在没有的，可能别人刚改过。请重新选。"]}
    assert form["door_number"].value() == "116"


@pytest.mark.parametrize("name", OF_114)
def test_a_building_that_a_colleague_closed_is_left_alone(
    enter, building, next_door, homes, staff, name
):
    client, text = enter("staff"), typed_for(name, homes, next_door)
    _told, version = look(client, at(name, building), **text)
    close_building(building, on=TODAY, by=staff)
    page = do(client, at(name, building), version, **text)
    assert "现在办不了，可能别人刚办过" in page.text
    assert Line.objects.filter(verb__startswith="residents.building").count() == 1
