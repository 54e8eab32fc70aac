"""What a merge or a split of flats makes of areas, owners and people, before it is done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.changes.forms.flats import MergeFlatsForm, SplitFlatForm
from residents.changes.inputs import HouseholdInput
from residents.models import Flat, Household, Ownership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
    SlipFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = dt.date(2020, 1, 1)


def make_floor():
    """301 of 王建国 with five people, and 402 of 陈美华, which is empty."""
    building = BuildingFactory()
    flat = FlatFactory(building=building, room="301", floor=3, area=Decimal("70.00"))
    other = FlatFactory(
        building=building, room="402", floor=4, area=Decimal("50.50"), area_source="contract"
    )
    king, chen = (OwnerFactory(building=building, name=name) for name in ("王建国", "陈美华"))
    for held, owner in ((flat, king), (other, chen)):
        Ownership.objects.create(flat=held, owner=owner, since=LONG_AGO)
    home = HouseholdFactory(
        building=building,
        flat=flat,
        aged_0_6=1,
        aged_18_59=2,
        aged_60_up=2,
        contact="老王",
        phone="65551234",
        note="敲门",
    )
    HouseholdFactory(building=building, flat=other, aged_18_59=0, occupancy="empty")
    members = [MembershipFactory(household=home) for _n in range(2)]
    return SimpleNamespace(
        building=building, flat=flat, other=other, king=king, chen=chen, home=home, members=members
    )


floor = made_once(make_floor)


def merge(floor, **fields) -> MergeFlatsForm:
    return MergeFlatsForm(floor.flat, {"other": floor.other.pk, "room": "301-402", **fields})


def whole(floor, **fields):
    form = merge(floor, owner=floor.king.pk, **fields)
    assert form.is_valid(), form.errors
    return form.whole


def test_only_a_flat_with_two_owners_asks_for_one(floor):
    assert list(merge(floor).errors) == ["owner"]
    assert whole(floor).owner == floor.king
    Ownership.objects.filter(owner=floor.chen).delete()
    form = merge(floor)
    assert form.is_valid()
    assert form.whole.owner == floor.king
    Ownership.objects.all().delete()
    form = merge(floor)
    assert form.is_valid()
    assert form.whole.owner is None
    assert "没有登记业主，业主表决以前要补上。" in form.outcome().happens


def test_an_owner_of_before_or_of_later_is_none(floor):
    Ownership.objects.filter(owner=floor.chen).update(until=TODAY)
    Ownership.objects.create(flat=floor.other, owner=floor.king, since=TODAY + dt.timedelta(days=1))
    form = merge(floor)
    assert form.is_valid()
    assert form.whole.owner == floor.king


@pytest.mark.parametrize(
    ("area", "areas", "whole_area", "source"),
    [
        ("", ("70.00", "50.50"), Decimal("120.50"), "contract"),
        ("99", ("70.00", "50.50"), Decimal(99), "contract"),
        ("", ("70.00", None), None, ""),
        ("99", (None, None), Decimal(99), "register"),
        ("99", ("70.00", None), Decimal(99), "register"),
    ],
)
def test_areas_are_added_if_both_are_known_and_rest_on_the_weaker_source(
    floor, area, areas, whole_area, source
):
    for flat, size in zip((floor.flat, floor.other), areas, strict=True):
        if size is None:
            Flat.objects.filter(pk=flat.pk).update(area=None, area_source="")
    floor = SimpleNamespace(**vars(floor) | {"flat": Flat.objects.get(pk=floor.flat.pk)})
    made = whole(floor, area=area)
    assert (made.area, made.area_source, made.floor) == (whole_area, source, 3)


def test_a_flat_is_merged_with_an_open_one_of_the_building(floor):
    for other in (floor.flat, FlatFactory(), FlatFactory(building=floor.building, until=TODAY)):
        errors = MergeFlatsForm(floor.flat, {"other": other.pk, "room": "1"}).errors
        assert errors["other"] == ["选的里面有现在没有的，可能别人刚改过。请重新选。"]


def test_the_preview_of_a_merge_tells_the_people_the_slips_and_the_area(floor):
    SlipFactory(household=floor.home)
    form = merge(floor, owner=floor.chen.pk)
    assert form.is_valid()
    happens = form.outcome().happens
    assert happens[:3] == (
        "301室、402室从今天起是一室：301-402室。",
        "面积120.50㎡。",
        "业主是陈美华，算一票。",
    )
    assert happens[3:] == ("已经加入的人都还是成员，职务不变。", "还能用的入户条有1张，马上作废。")
    Household.objects.filter(flat=floor.other).update(occupancy="let", aged_18_59=1)
    assert "两室的人家合成一户，共6人；户的征询以后算一户。" in form.outcome().happens


def split(floor, **fields) -> SplitFlatForm:
    rooms = {"room_1": "301", "room_2": "302", "lives": "first"}
    return SplitFlatForm(floor.flat, {**rooms, **fields})


def parts(floor, **fields):
    form = split(floor, **fields)
    assert form.is_valid(), form.errors
    return form.parts


def test_two_parts_have_two_numbers(floor):
    assert split(floor, room_2="301").errors == {"room_2": ["两套的室号要不一样。"]}


@pytest.mark.parametrize(("lives", "empty"), [("first", 1), ("second", 0)])
def test_people_live_in_one_part_with_all_that_is_known_of_them(floor, lives, empty):
    made = parts(floor, lives=lives, aged_60_up=1, members_2=[floor.members[0].pk])
    assert made[empty].people is None
    assert made[1 - empty].people == HouseholdInput(
        occupancy="owner",
        aged_0_6=1,
        aged_18_59=2,
        aged_60_up=2,
        contact="老王",
        phone="65551234",
        note="敲门",
    )
    assert [str(part.owner) for part in made] == ["王建国", "王建国"]
    assert list(made[1].members) == ([] if empty else [floor.members[0]])


def test_people_of_two_parts_are_divided(floor):
    first, second = parts(
        floor,
        lives="both",
        aged_60_up=2,
        contact_2="小王",
        members_2=[floor.members[1].pk],
        owner_2=floor.chen.pk,
        area_2="30",
    )
    assert first.people == HouseholdInput(
        occupancy="owner",
        aged_0_6=1,
        aged_18_59=2,
        contact="老王",
        phone="65551234",
        note="敲门",
    )
    assert second.people == HouseholdInput(occupancy="owner", aged_60_up=2, contact="小王")
    assert (first.members, second.members) == ((), [floor.members[1]])
    assert (str(second.owner), second.area, second.area_source) == (
        "陈美华",
        Decimal(30),
        "register",
    )
    assert (first.area, first.area_source) == (None, "")


@pytest.mark.parametrize(
    ("moved", "error"),
    [
        ({}, "请写住第二套的有几口人。"),
        ({"aged_60_up": 3}, "第二套的人数比现在登记的还多。请先把这一户的人数改对。"),
        (
            {"aged_0_6": 1, "aged_18_59": 2, "aged_60_up": 2},
            "人都在第二套了，请选“第二套，第一套空着”。",
        ),
    ],
)
def test_both_households_get_people_but_not_more_than_there_are(floor, moved, error):
    assert split(floor, lives="both", **moved).errors == {"lives": [error]}


def test_an_empty_flat_is_split_without_a_word_about_people(floor):
    form = SplitFlatForm(floor.other, {"room_1": "401", "room_2": "402", "area_1": "20"})
    assert not {"lives", "members_2", "contact_2", "aged_0_6"} & set(form.fields)
    assert form.is_valid()
    assert [part.people for part in form.parts] == [None, None]
    assert form.parts[0].area_source == "contract"
    assert form.outcome().happens == (
        "402室从今天起是两室：401室、402室。",
        "401室：面积20，业主陈美华，空着。",
        "402室：面积没有登记，业主陈美华，空着。",
    )
