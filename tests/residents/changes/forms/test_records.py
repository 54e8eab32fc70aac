"""Phones of records are replaced without being shown, and records stay inside their building."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.forms import modelform_factory
from django.utils import timezone

from residents.changes.forms.records import FlatForm, HouseholdForm, OwnerForm, OwnershipForm
from residents.models import Flat, Household, Owner
from tests.factories import BuildingFactory, FlatFactory, HouseholdFactory, OwnerFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
PHONE = "13800138000"


def make_place():
    building = BuildingFactory()
    flat = FlatFactory(building=building, room="301")
    home = HouseholdFactory(building=building, flat=flat, phone=PHONE, note="敲门")
    owner = OwnerFactory(building=building, name="王建国")
    return SimpleNamespace(building=building, flat=flat, home=home, owner=owner, far=FlatFactory())


place = made_once(make_place)
OwnersForm = modelform_factory(Owner, OwnerForm, fields=("building", "name"))
HomesForm = modelform_factory(Household, HouseholdForm, exclude=("phone",))


def owner_form(place, phone="", **fields):
    place.owner.phone = phone
    return OwnersForm(
        {"building": place.building.pk, "name": "王建国", **fields}, instance=place.owner
    )


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ({}, None),
        ({"new_phone": "139-0013-9000"}, "13900139000"),
        ({"clear_phone": "on"}, ""),
        ({"new_phone": "13900139000、021 65551234"}, "13900139000、02165551234"),
    ],
)
def test_a_number_stays_is_replaced_or_is_cleared(place, typed, number):
    form = owner_form(place, PHONE, **typed)
    assert form.is_valid(), form.errors
    assert form.number == number


@pytest.mark.parametrize(
    ("typed", "where", "words"),
    [
        ({"new_phone": "138****8000"}, "new_phone", "遮住了中间"),
        ({"new_phone": "138＊＊＊＊8000"}, "new_phone", "遮住了中间"),
        ({"new_phone": "没有"}, "new_phone", "这里没有号码"),
        ({"new_phone": "1380013800"}, "new_phone", "手机号应该是11位"),
        ({"new_phone": "13900139000", "clear_phone": "on"}, "clear_phone", "请只留一样"),
        ({"new_phone": "13900139000（女儿）"}, "new_phone", "业主这里只记号码"),
    ],
)
def test_what_is_no_new_number_is_told_and_the_old_one_stays(place, typed, where, words):
    form = owner_form(place, PHONE, **typed)
    assert words in "".join(form.errors[where])
    assert PHONE not in f"{form}"


def test_without_a_number_there_is_none_to_clear(place):
    assert "clear_phone" not in owner_form(place).fields
    assert owner_form(place).fields["new_phone"].label == "电话"
    assert owner_form(place, PHONE).fields["new_phone"].label == "新的电话"


def home_form(place, **fields):
    home = Household.objects.get(pk=place.home.pk)
    now = {
        "building": place.building.pk,
        "flat": place.flat.pk,
        "occupancy": "owner",
        "aged_0_6": 0,
        "aged_7_17": 0,
        "aged_18_59": 2,
        "aged_60_up": 0,
        "note": "敲门",
    }
    return HomesForm({**now, **fields}, instance=home)


@pytest.mark.parametrize(
    ("note", "phone", "kept"),
    [
        ("敲门", "13900139000（女儿）", "敲门；电话（女儿）"),
        ("", "13900139000（女儿）", "电话（女儿）"),
        ("电话（女儿）", "13900139000（女儿）", "电话（女儿）"),
        ("敲门", "13900139000", "敲门"),
    ],
)
def test_the_owner_of_a_number_is_added_to_the_note_once(place, note, phone, kept):
    form = home_form(place, note=note, new_phone=phone)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["note"], form.number) == (kept, "13900139000")
    assert "note" in form.changed_data or kept == "敲门"


def test_a_note_that_grows_too_long_with_it_is_told(place):
    form = home_form(place, note="长" * 195, new_phone="13900139000（女儿）")
    assert form.errors["note"] == ["备注太长了，最多200个字。"]


def test_a_household_lives_in_an_open_flat_of_its_building(place):
    assert "不在这栋楼组" in "".join(home_form(place, flat=place.far.pk).errors["flat"])
    closed = FlatFactory(building=place.building, until=TODAY)
    empty = FlatFactory(building=BuildingFactory(until=TODAY))
    for flat in (closed, empty):
        assert "这一室已经注销了，请选别的室。" in home_form(place, flat=flat.pk).errors["flat"]
    later = FlatFactory(building=place.building, until=TODAY + DAY)
    assert home_form(place, flat=later.pk).is_valid()


@pytest.mark.parametrize(("room", "free"), [("301", False), ("302", True), ("303", True)])
def test_a_new_flat_begins_today_and_may_follow_a_closed_one(place, room, free):
    FlatFactory(building=place.building, room="303", until=TODAY)
    data = {
        "building": place.building.pk,
        "floor": 3,
        "room": room,
        "area": "70",
        "area_source": "",
    }
    form = FlatForm({**data, "area_source": "register"})
    assert form.is_valid() is free
    assert (form.instance.since, FlatForm(instance=place.flat).instance.since) == (TODAY, None)
    without_source = FlatForm(data)
    assert "写了面积就要写依据" in "".join(without_source.non_field_errors())


def test_a_flat_of_today_is_edited_without_being_its_own_rival(place):
    flat = Flat.objects.get(pk=place.flat.pk)
    data = {"building": place.building.pk, "floor": 3, "room": "301", "area": "", "area_source": ""}
    assert FlatForm(data, instance=flat).is_valid()


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2024-01-01", "2023-12-31", "until"),
        ("2024-01-01", "2024-01-01", None),
        ("2024-01-01", "", None),
    ],
)
def test_an_ownership_ends_no_earlier_than_it_begins(place, since, until, field):
    data = {"flat": place.flat.pk, "owner": place.owner.pk, "since": since, "until": until}
    assert list(OwnershipForm(data).errors) == ([field] if field else [])


def test_an_owner_has_flats_of_the_own_building(place):
    data = {"flat": place.far.pk, "owner": place.owner.pk, "since": "2024-01-01"}
    assert "请选同一栋楼组的业主" in "".join(OwnershipForm(data).errors["owner"])


def test_a_flat_has_one_owner_at_a_time(place):
    place.owner.ownerships.create(flat=place.flat, since="2023-01-01", until="2024-01-01")
    other = OwnerFactory(building=place.building)
    for since, free in (("2023-12-31", False), ("2024-01-01", True)):
        data = {"flat": place.flat.pk, "owner": other.pk, "since": since}
        assert OwnershipForm(data).is_valid() is free
