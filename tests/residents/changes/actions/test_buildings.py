"""Close, merge and split buildings."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.journal.models import Line
from governance.journal.queries import shown_line
from louzu.lib.errors import Refused
from residents.changes.actions.buildings import (
    close_building,
    merge_buildings,
    reopen_building,
    split_building,
)
from residents.joining.actions.slips import print_slips
from residents.models import Building, Flat, Household, Membership, Office, Owner, Ownership, Slip
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
)
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def settle(building, room, owner="王建国"):
    """Create a flat with an owner and a household with a member."""
    flat = FlatFactory(
        building=building, room=room, floor=int(room[0]), area="70", area_source="register"
    )
    home = HouseholdFactory(
        building=building, flat=flat, contact=f"{room}的人", phone=PHONE, aged_60_up=1, aged_18_59=1
    )
    owned = OwnerFactory(building=building, name=owner, phone=PHONE)
    owned.ownerships.create(flat=flat, since="2020-01-01")
    return MembershipFactory(household=home)


def lives_in(person) -> list[str]:
    homes = Membership.objects.current().filter(user=person).select_related("household__building")
    return [
        f"{home.building.door_number}-{home.household.flat.room}" for home in homes.order_by("pk")
    ]


def lines(building) -> list[str]:
    return [shown_line(line).text for line in building.journal.order_by("number")]


# closing


def test_a_closed_building_is_lived_and_served_in_no_more(building, clerk):
    member = settle(building, "302")
    office = OfficeFactory(user=member.user, building=building, kind="leader")
    (printed,) = print_slips([member.household], by=clerk)
    closed = close_building(building, on=timezone.localdate(), by=clerk)
    assert (closed.closed, lives_in(member.user)) == (True, [])
    assert not Flat.objects.current().filter(building=building).exists()
    assert not Household.objects.current().filter(building=building).exists()
    assert not Ownership.objects.current().filter(flat__building=building).exists()
    assert not Office.objects.current().filter(pk=office.pk).exists()
    assert not Slip.objects.live().filter(pk=printed.slip.pk).exists()
    assert lines(building)[-1] == f"居委 林老师登记{building}撤销了"


def test_until_the_day_all_goes_on(building, clerk):
    member = settle(building, "302")
    later = timezone.localdate() + dt.timedelta(days=3)
    closed = close_building(building, on=later, by=clerk)
    assert (closed.closed, lives_in(member.user)) == (False, ["114-302"])
    assert Building.objects.current().filter(pk=building.pk).exists()
    assert not Building.objects.current(later).filter(pk=building.pk).exists()


def test_what_is_under_way_is_ended_first(building, clerk, leader):
    member = settle(building, "302")
    make_open_canvass(building, leader)
    with pytest.raises(Refused, match="还有没办完的"):
        close_building(building, on=timezone.localdate(), by=clerk)
    assert lives_in(member.user) == ["114-302"]


def test_twice_is_refused(building, clerk):
    close_building(building, on=timezone.localdate(), by=clerk)
    with pytest.raises(Refused, match="已经撤销"):
        close_building(building, on=timezone.localdate(), by=clerk)


def test_one_closed_by_mistake_is_opened_with_its_people(building, clerk):
    member = settle(building, "302")
    close_building(building, on=timezone.localdate(), by=clerk)
    assert not reopen_building(building, by=clerk).closed
    assert lives_in(member.user) == ["114-302"]
    assert Ownership.objects.current().filter(flat__building=building).count() == 1


def test_one_that_gave_flats_away_before_is_opened_again(building, clerk):
    stays, goes = settle(building, "302"), settle(building, "402")
    split_building(
        building, flats=[goes.household.flat], made=Building(door_number="116"), by=clerk
    )
    close_building(building, on=timezone.localdate(), by=clerk)
    assert not reopen_building(building, by=clerk).closed
    assert (lives_in(stays.user), lives_in(goes.user)) == (["114-302"], ["116-402"])


def test_one_that_became_part_of_another_is_not_opened_again(building, next_door, clerk):
    settle(next_door, "302")
    merge_buildings(next_door, into=building, by=clerk)
    with pytest.raises(Refused, match="已经并到"):
        reopen_building(next_door, by=clerk)


# merging


def test_all_that_lives_there_goes_over(building, next_door, clerk):
    member = settle(next_door, "302")
    merge_buildings(next_door, into=building, by=clerk)
    next_door.refresh_from_db()
    assert (next_door.closed, list(next_door.successors.all())) == (True, [building])
    assert lives_in(member.user) == ["114-302"]
    flat = Flat.objects.current().get(building=building, room="302")
    home = flat.households.get()
    assert (home.contact, home.phone, home.aged_60_up) == ("302的人", PHONE, 1)
    assert (str(flat.area), flat.ownerships.get().owner.name) == ("70.00", "王建国")
    text = f"居委 林老师登记：{next_door}并入{building}"
    assert (lines(building)[-1], lines(next_door)[-1]) == (text, text)


def test_a_room_number_that_is_taken_gets_the_door_before_it(building, next_door, clerk):
    here, there = settle(building, "302"), settle(next_door, "302")
    merge_buildings(next_door, into=building, by=clerk)
    assert (lives_in(here.user), lives_in(there.user)) == (["114-302"], ["114-115-302"])


def test_the_same_owner_is_one_voice_in_the_merged_building(building, next_door, clerk):
    settle(building, "302"), settle(next_door, "401"), settle(next_door, "402", owner="李梅")
    merge_buildings(next_door, into=building, by=clerk)
    held = Ownership.objects.current().filter(flat__building=building)
    assert sorted(held.values_list("owner__name", flat=True)) == ["李梅", "王建国", "王建国"]
    assert Owner.objects.filter(building=building).count() == 2


def test_one_owner_of_two_flats_is_one_record_in_the_merged_building(building, next_door, clerk):
    owner = OwnerFactory(building=next_door, name="张三", also=["张叁"])
    for room in ("301", "302"):
        owner.ownerships.create(flat=FlatFactory(building=next_door, room=room))
    merge_buildings(next_door, into=building, by=clerk)
    there = Owner.objects.get(building=building)
    assert (there.also, there.ownerships.count()) == (["张叁"], 2)


def test_a_number_in_common_makes_one_voice_of_two_owners(building, next_door, clerk):
    settle(building, "302")
    other = OwnerFactory(
        building=next_door, name="王建国", phone=f"13900139000、{PHONE}", also=["王老"]
    )
    other.ownerships.create(flat=FlatFactory(building=next_door, room="401"))
    merge_buildings(next_door, into=building, by=clerk)
    there = Owner.objects.get(building=building)
    assert (there.also, there.ownerships.count()) == (["王老"], 2)


def test_offices_of_the_old_building_end_and_people_keep_theirs_in_the_other(
    building, next_door, leader, neighbour, clerk
):
    merge_buildings(next_door, into=building, by=clerk)
    held = Office.objects.current().exclude(kind="staff")
    assert [(one.user, one.building) for one in held] == [(leader, building)]
    assert lives_in(neighbour) == [
        f"114-{Membership.objects.current().get(user=neighbour).household.flat.room}"
    ]


@pytest.mark.parametrize("other", ["itself", "far away", "closed"])
def test_only_another_open_building_of_the_neighbourhood_takes_it(
    building, next_door, clerk, other
):
    into = {"itself": next_door, "far away": BuildingFactory(), "closed": building}[other]
    if other == "closed":
        close_building(building, on=timezone.localdate(), by=clerk)
    with pytest.raises(Refused):
        merge_buildings(next_door, into=into, by=clerk)
    assert Building.objects.current().filter(pk=next_door.pk).exists()


# splitting


def test_chosen_flats_become_a_new_building(building, clerk):
    stays, goes = settle(building, "302"), settle(building, "402", owner="李梅")
    volunteer = OfficeFactory(user=goes.user, building=building, kind="volunteer")
    made = split_building(
        building, flats=[goes.household.flat], made=Building(door_number="116"), by=clerk
    )
    assert (made.neighbourhood, made.slug, made.floors) == (
        building.neighbourhood,
        "116",
        building.floors,
    )
    assert (lives_in(stays.user), lives_in(goes.user)) == (["114-302"], ["116-402"])
    assert not Office.objects.current().filter(pk=volunteer.pk).exists()
    text = f"居委 林老师登记：{building}的402室分出去，成为{made}"
    assert (lines(building)[-1], lines(made)[-1]) == (text, text)


def test_some_go_and_some_stay(building, clerk):
    home = settle(building, "302").household
    for flats in ([], [home.flat]):
        with pytest.raises(Refused, match="至少一室"):
            split_building(building, flats=flats, made=Building(door_number="116"), by=clerk)
    assert not Building.objects.filter(door_number="116").exists()


def test_a_leader_hands_over_before_leaving_with_a_part(building, clerk, leader):
    settle(building, "302")
    flat = leader.memberships.get().household.flat
    with pytest.raises(Refused, match="交接"):
        split_building(building, flats=[flat], made=Building(door_number="116"), by=clerk)
    assert Line.objects.filter(verb="residents.building_split").count() == 0
