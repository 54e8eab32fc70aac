"""Merge flats, and split a flat in two."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.changes.actions.closing import reopen_flat
from residents.changes.actions.merging import FlatPart, merge_flats, split_flat
from residents.changes.actions.moving import move_household
from residents.changes.inputs import HouseholdInput
from residents.models import Flat, Household, Membership, Ownership
from residents.roster.queries.roster import roster_record_in
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIVE = HouseholdInput(occupancy="owner", aged_18_59=2)


def flats_of(building):
    found = [FlatFactory(building=building, room=room, area="70.00") for room in ("301", "302")]
    owner = OwnerFactory(building=building)
    for flat in found:
        Ownership.objects.create(flat=flat, owner=owner, since=dt.date(2020, 1, 1))
        HouseholdFactory(building=building, flat=flat, contact=f"户主{flat.room}")
    return found, owner


def whole(owner, room="301-302"):
    return FlatPart(room, 3, Decimal("140.00"), "register", owner)


def part(owner, room, **more):
    return FlatPart(room, 3, Decimal("70.00"), "register", owner, **more)


def rooms(building):
    return [flat.room for flat in Flat.objects.not_closed_in(building)]


def test_two_flats_become_one_with_one_household(building, clerk):
    flats, owner = flats_of(building)
    members = [MembershipFactory(household=flat.households.get()) for flat in flats]
    OfficeFactory(user=members[0].user, kind="leader", building=building)
    merged = merge_flats(flats, into=whole(owner), by=clerk)
    assert rooms(building) == ["301-302"]
    home = Household.objects.living_in(building).get()
    assert (home.flat, home.people, home.contact) == (merged, 4, "户主301、户主302")
    there = Membership.objects.current().filter(household=home)
    assert {one.user for one in there} == {one.user for one in members}
    assert members[0].user.offices.current().exists()
    assert Ownership.objects.current().get().flat == merged
    titles = Line.objects.filter(verb="residents.flats_replaced")
    assert titles.get().subject_title == "301室、302室合为301-302室"


def test_and_two_again(building, clerk):
    flats, owner = flats_of(building)
    members = [MembershipFactory(household=flat.households.get()) for flat in flats]
    merged = merge_flats(flats, into=whole(owner), by=clerk)
    second = Membership.objects.current().filter(user=members[1].user)
    split_flat(
        merged,
        into=[part(owner, "301", people=LIVE), part(owner, "302", people=LIVE, members=second)],
        by=clerk,
    )
    assert rooms(building) == ["301", "302"]
    there = {str(one.household): one.user for one in Membership.objects.current()}
    assert there == {"301室": members[0].user, "302室": members[1].user}
    assert {home.room: home.people for home in roster_record_in(building).homes} == {
        "301": 2,
        "302": 2,
    }


def test_a_part_in_which_nobody_lives_stands_empty(building, clerk):
    flat = FlatFactory(building=building, room="301")
    member = MembershipFactory(household=HouseholdFactory(building=building, flat=flat))
    split_flat(flat, into=[part(None, "301"), part(None, "302", people=LIVE)], by=clerk)
    found = {str(one): one.occupancy for one in Household.objects.living_in(building)}
    assert found == {"301室": "empty", "302室": "owner"}
    assert Membership.objects.current().get(user=member.user).household.flat.room == "302"


def test_the_whole_may_have_the_number_of_a_part(building, clerk):
    flats, owner = flats_of(building)
    merge_flats(flats, into=whole(owner, "301"), by=clerk)
    assert rooms(building) == ["301"]


def test_a_room_number_of_another_flat_is_refused(building, clerk):
    flats, owner = flats_of(building)
    FlatFactory(building=building, room="303")
    with pytest.raises(Refused, match="已经有303室了"):
        merge_flats(flats, into=whole(owner, "303"), by=clerk)
    assert rooms(building) == ["301", "302", "303"]


def test_a_flat_that_was_merged_is_not_opened_again(building, clerk):
    flats, owner = flats_of(building)
    merge_flats(flats, into=whole(owner), by=clerk)
    with pytest.raises(Refused, match="合并或者拆开"):
        reopen_flat(flats[0], by=clerk)


def test_what_is_entered_for_a_later_day_is_not_lost(building, clerk):
    flats, owner = flats_of(building)
    home = flats[0].households.get()
    move_household(home, on=TODAY + dt.timedelta(days=3), by=clerk)
    with pytest.raises(Refused, match="以后要搬家"):
        merge_flats(flats, into=whole(owner), by=clerk)


def test_a_flat_is_not_merged_with_one_next_door(building, clerk):
    flats, owner = flats_of(building)
    with pytest.raises(Refused, match="这栋楼里的另一室"):
        merge_flats([flats[0], FlatFactory()], into=whole(owner), by=clerk)
    with pytest.raises(Refused, match="这栋楼里的另一室"):
        merge_flats([flats[0], flats[0]], into=whole(owner), by=clerk)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_merge_the_same_flats_at_once_and_one_is_told():
    building = BuildingFactory()
    flats, owner = flats_of(building)
    clerk, begin, text = UserFactory(), Barrier(2), []

    def merge():
        begin.wait()
        try:
            merge_flats(flats, into=whole(owner), by=clerk)
            text.append("done")
        except Refused as refusal:
            text.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=merge) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(text) == ["301室已经注销了。", "done"]
    assert rooms(building) == ["301-302"]
