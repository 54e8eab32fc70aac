"""The roster on record: open flats, the household of today, and the owner who lasts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.models import Building, Household, Owner, Ownership
from residents.roster.queries.roster import (
    filter_joined,
    last_owner_of,
    records_of,
    roster_record_in,
    sorted_by_room,
    with_flats,
    with_household_counts,
)
from residents.roster_parser.record import HomeRecord, Party
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(2020, 1, 1)


def make_house():
    """A building with 301 in full, 302 without a household, 1001 empty, and a closed 401."""
    building = BuildingFactory(lane="1200弄", door_number="114", floors=11)
    flats = {
        room: FlatFactory(building=building, room=room, floor=int(room[:-2]))
        for room in ("1001", "302", "301")
    }
    FlatFactory(building=building, room="401", until=TODAY)
    FlatFactory(building=building, room="402", since=TODAY + DAY)
    king = OwnerFactory(building=building, name="王建国", phone="65551234", also=["老王"])
    Ownership.objects.create(flat=flats["301"], owner=king, since=LONG_AGO)
    home = HouseholdFactory(building=building, flat=flats["301"], aged_60_up=1, contact="小王")
    empty = HouseholdFactory(building=building, flat=flats["1001"], occupancy="empty", aged_18_59=0)
    return SimpleNamespace(building=building, flats=flats, king=king, home=home, empty=empty)


house = made_once(make_house)


def test_a_building_is_on_record_from_the_lowest_floor_up(house):
    record = roster_record_in(house.building)
    assert (record.door_number, record.floors) == ("1200弄114", 11)
    assert [home.room for home in record.homes] == ["301", "302", "1001"]
    full, bare, empty = record.homes
    assert full == HomeRecord(
        "301",
        floor=3,
        area=Decimal("70.00"),
        area_source="register",
        owner=Party("王建国", "65551234", house.king.pk, also=("老王",)),
        aged_18_59=2,
        aged_60_up=1,
        contact="小王",
        flat=house.flats["301"].pk,
        household=house.home.pk,
    )
    assert (bare.owner, bare.household, bare.people) == (None, 0, 0)
    assert (empty.occupancy, empty.household) == ("empty", house.empty.pk)


def test_several_buildings_cost_three_statements(house, django_assert_num_queries):
    other = BuildingFactory()
    HouseholdFactory.create_batch(3, building=other)
    with django_assert_num_queries(3):
        records = records_of([house.building, other])
    assert {pk: len(one.homes) for pk, one in records.items()} == {
        house.building.pk: 3,
        other.pk: 3,
    }
    assert records_of([]) == {}


def owner_on_record(house) -> str:
    owner = roster_record_in(house.building).at("301").owner
    return owner.name if owner else ""


def test_the_owner_on_record_is_the_one_of_today_until_the_last_day(house):
    mei = OwnerFactory(building=house.building, name="李梅")
    held = Ownership.objects.filter(owner=house.king)
    held.update(until=TODAY + DAY)
    Ownership.objects.create(flat=house.flats["301"], owner=mei, since=TODAY + DAY)
    assert owner_on_record(house) == "王建国"
    assert last_owner_of(house.flats["301"]) == mei
    Ownership.objects.filter(owner=mei).delete()
    held.update(until=TODAY)
    assert (owner_on_record(house), last_owner_of(house.flats["301"])) == ("", house.king)
    Ownership.objects.create(flat=house.flats["301"], owner=mei, since=TODAY + DAY)
    assert owner_on_record(house) == "李梅"  # an import must not overwrite a sale that is entered
    assert last_owner_of(house.flats["302"]) is None


def test_an_ownership_that_never_began_is_not_on_record(house):
    Ownership.objects.filter(owner=house.king).update(since=TODAY + DAY, until=TODAY + DAY)
    assert owner_on_record(house) == ""


def test_a_household_of_yesterday_or_tomorrow_is_not_on_record(house):
    Household.objects.filter(pk=house.home.pk).update(until=TODAY)
    HouseholdFactory(building=house.building, flat=house.flats["301"], since=TODAY + DAY)
    assert roster_record_in(house.building).at("301").household == 0


def test_owners_stand_by_their_lowest_flat_and_those_without_one_last(house):
    held = {"甲": ["1001", "302"], "乙": [], "丙": []}
    for name, rooms in held.items():
        owner = OwnerFactory(building=house.building, name=name)
        for room in rooms:
            Ownership.objects.create(flat=house.flats[room], owner=owner, since=LONG_AGO)
    past = Owner.objects.get(name="丙")
    Ownership.objects.create(
        flat=house.flats["302"], owner=past, since=dt.date(2019, 1, 1), until=LONG_AGO
    )
    owners = sorted_by_room(Owner.objects.filter(building=house.building))
    names = [(one.name, [str(held.flat) for held in one.held]) for one in with_flats(owners)]
    assert names == [
        ("王建国", ["301室"]),
        ("甲", ["302室", "1001室"]),
        ("丙", []),
        ("乙", []),
    ]
    then = sorted_by_room(Owner.objects.filter(building=house.building), LONG_AGO - DAY)
    assert then.first() == past


def test_a_building_is_counted_by_households_and_those_who_joined(house, django_assert_num_queries):
    other = BuildingFactory(neighbourhood=house.building.neighbourhood)
    leader = OfficeFactory(building=house.building)
    OfficeFactory(building=house.building, since=LONG_AGO - DAY, until=LONG_AGO)
    for days in ({}, {}, {"until": TODAY}):
        MembershipFactory(household=house.home, **days)
    MembershipFactory(household=house.empty, since=TODAY + DAY)
    here = Building.objects.filter(neighbourhood=house.building.neighbourhood)
    with django_assert_num_queries(1):
        rows = {one.pk: one for one in with_household_counts(here)}
        assert {str(one.neighbourhood) for one in rows.values()}
    ours, theirs = rows[house.building.pk], rows[other.pk]
    assert (ours.homes, ours.joined, ours.leaders) == (2, 1, [str(leader.user)])
    assert (theirs.homes or 0, theirs.joined or 0, theirs.leaders) == (0, 0, [])
    homes = Household.objects.filter(building=house.building)
    assert [*filter_joined(homes, yes=True)] == [house.home]
    assert [*filter_joined(homes, yes=False)] == [house.empty]
