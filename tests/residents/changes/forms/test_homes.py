"""What a move asks for, and what its preview promises."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.changes.forms.homes import CloseFlatForm, MoveForm, ReopenForm
from residents.changes.inputs import HouseholdInput
from residents.models import Flat, Household, Membership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    SlipFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def make_floor():
    """301 with 王阿姨, who leads the building; 302, which is lived in; 303, which is empty."""
    building = BuildingFactory()
    flats = [FlatFactory(building=building, room=room) for room in ("301", "302", "303")]
    home = HouseholdFactory(building=building, flat=flats[0], contact="老王", aged_18_59=3)
    HouseholdFactory(building=building, flat=flats[1])
    empty = HouseholdFactory(building=building, flat=flats[2], occupancy="empty", aged_18_59=0)
    member = MembershipFactory(household=home, user__shown_name="王阿姨")
    OfficeFactory(user=member.user, building=building)
    return SimpleNamespace(
        building=building, flats=flats, home=home, empty=empty, member=member, day=TODAY.isoformat()
    )


floor = made_once(make_floor)


def move(floor, record=None, **fields) -> MoveForm:
    typed = {"day": floor.day, "where": "away", "after": "empty", **fields}
    return MoveForm(record or floor.flats[0], typed)


def happens(form) -> str:
    assert form.is_valid(), form.errors
    return "".join(form.outcome().happens)


@pytest.mark.parametrize("ahead", [366, 367])
def test_a_day_may_be_a_year_ahead_and_not_one_more(floor, ahead):
    form = move(floor, day=(TODAY + ahead * DAY).isoformat())
    assert form.is_valid() is (ahead == 366)
    assert ("太远" in "".join(form.errors.get("day", []))) is (ahead == 367)


def test_the_field_of_a_day_proposes_today(floor, time_machine):
    for now, day in (("15:59", dt.date(2028, 2, 28)), ("16:00", dt.date(2028, 2, 29))):
        time_machine.move_to(f"2028-02-28 {now}+00:00", tick=False)
        assert MoveForm(floor.flats[0])["day"].value() == day


def test_a_move_inside_the_building_needs_a_destination(floor):
    assert move(floor, where="here").errors == {"to": ["请选搬到哪一室。"]}
    assert move(floor, where="here", to=floor.flats[0].pk).errors["to"]
    form = move(floor, to=floor.flats[1].pk)  # chosen, and then moved away
    assert form.is_valid()
    assert form.goes_to is None


@pytest.mark.parametrize(
    ("people", "asked"), [({}, True), ({"aged_60_up": "0"}, True), ({"aged_0_6": "1"}, False)]
)
def test_newcomers_are_counted(floor, people, asked):
    form = move(floor, after="come", **people)
    assert (form.errors.get("after") == ["请写来了几口人。"]) is asked
    assert form.is_valid() is not asked
    into_empty = MoveForm(floor.flats[2], {"day": floor.day, **people})
    assert into_empty.non_field_errors() == (["请写来了几口人。"] if asked else [])


def test_into_an_empty_flat_somebody_only_comes(floor):
    for record in (floor.flats[2], floor.empty, FlatFactory(building=floor.building)):
        assert not {"where", "to", "after"} & set(MoveForm(record).fields)
    form = MoveForm(floor.empty, {"day": floor.day, "contact": "李新", "aged_18_59": 2})
    assert happens(form) == (
        "今天起，303室住的是李新，2人，自住。他们还没有人加入：请给303室印一张入户条。"
    )
    assert form.outcome().counted == ()


def test_what_is_known_of_newcomers_is_kept_and_the_rest_is_plain(floor):
    form = move(
        floor,
        after="come",
        contact="李新",
        phone="138 0013 8000（儿子）",
        occupancy="let",
        aged_0_6="1",
    )
    assert form.is_valid()
    assert form.to_input() == HouseholdInput(
        contact="李新", phone="13800138000", aged_0_6=1, occupancy="let"
    )
    form = move(floor, after="come", aged_0_6="1")
    assert form.is_valid()
    assert form.to_input().occupancy == "owner"
    assert move(floor, after="come", aged_0_6="1", phone="1380013800").errors["phone"]


def test_moving_away_ends_memberships_and_offices(floor):
    SlipFactory(household=floor.home)
    found = happens(move(floor, day=(TODAY + DAY).isoformat()))
    for part in (
        "301室的人家从",
        "起不住这里了",
        "王阿姨从",
        "他们在楼里的职务一起结束：楼组长 王阿姨。",
        "这户还能用的入户条有1张，马上作废。",
        "301室记作空置，以后有人家搬来再登记。",
    ):
        assert part in found
    assert "今天" not in found


@pytest.mark.parametrize(("to", "joined"), [(1, True), (2, False)])
def test_moving_inside_the_building_ends_nothing(floor, to, joined):
    found = happens(move(floor, where="here", to=floor.flats[to].pk))
    assert "王阿姨还是这户的成员，职务也不变。" in found
    assert ("两家合成一户" in found) is joined
    assert ("不再是这户的成员" in found, "楼组长" in found) == (False, False)


def test_a_household_of_a_later_day_is_not_the_one_that_moves(floor):
    Household.objects.filter(pk=floor.home.pk).update(until=TODAY)
    HouseholdFactory(building=floor.building, flat=floor.flats[0], since=TODAY + DAY)
    assert MoveForm(floor.flats[0]).home is None
    assert MoveForm(floor.home).home == floor.home


def test_closing_a_flat_tells_of_each_household_that_is_or_will_be_there(floor):
    Household.objects.filter(pk=floor.home.pk).update(until=TODAY + DAY)
    HouseholdFactory(
        building=floor.building, flat=floor.flats[0], since=TODAY + DAY, contact="", aged_18_59=1
    )
    found = happens(CloseFlatForm(floor.flats[0], {"day": floor.day}))
    assert "住在里面的老王一家（3人）也从那天起不在名册里。" in found
    assert "住在里面的301室一家（1人）也从那天起不在名册里。" in found


def test_everybody_who_left_with_a_flat_is_preselected(floor):
    before = MembershipFactory(household=floor.home, until=TODAY - DAY)
    Flat.objects.filter(pk=floor.flats[0].pk).update(until=TODAY)
    flat = Flat.objects.get(pk=floor.flats[0].pk)
    assert ReopenForm(flat)["members"].value() == [floor.member.pk]
    none, one = ReopenForm(flat, {}), ReopenForm(flat, {"members": [floor.member.pk]})
    assert "又是这户的成员" not in happens(none)
    assert happens(one).endswith("王阿姨又是这户的成员。")
    assert one.staying == [floor.member]
    assert not ReopenForm(flat, {"members": [before.pk]}).is_valid()


def test_no_people_are_asked_about_if_nobody_left(floor):
    Membership.objects.filter(household=floor.home).update(until=TODAY - DAY)
    Flat.objects.filter(pk=floor.flats[0].pk).update(until=TODAY)
    form = ReopenForm(Flat.objects.get(pk=floor.flats[0].pk), {})
    assert "members" not in form.fields
    assert (happens(form), form.staying) == ("301室的注销撤销，面积、业主和住着的人家照旧。", [])
