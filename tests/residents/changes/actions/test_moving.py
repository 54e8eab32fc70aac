"""A household moves out, within the building, or in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.changes.actions.moving import move_household, move_in
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import ending_of
from residents.joining.actions.joining import NewAccount, enroll_neighbour, join_as_newcomer
from residents.joining.actions.slips import print_slips
from residents.joining.queries.joining import unclaimed_accounts_of
from residents.models import Household, Membership
from residents.people.queries.people import members_in
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory, OfficeFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=7)
COMES = HouseholdInput(occupancy="let", aged_18_59=2, contact="新来的", phone="13800000009")


@pytest.fixture
def flat(building):
    return FlatFactory(building=building, room="301")


@pytest.fixture
def home(building, flat):
    return HouseholdFactory(building=building, flat=flat, contact="老住户")


@pytest.fixture
def member(home):
    return MembershipFactory(household=home)


def homes(building, on=None):
    found = Household.objects.living_in(building, on=on)
    return [(str(one), one.occupancy, one.contact) for one in found]


def told(verb):
    lines = Line.objects.filter(verb=f"residents.{verb}").order_by("pk")
    return list(lines.values_list("subject_title", flat=True))


def test_who_moves_away_leaves_the_flat_empty(building, home, member, clerk):
    move_household(home, on=TODAY, by=clerk)
    assert homes(building) == [("301室", "empty", "")]
    assert homes(building, TODAY - dt.timedelta(days=1)) == [("301室", "owner", "老住户")]
    assert not members_in(building).exists()
    assert told("household_left") == ["301室"]


def test_a_later_day_changes_nothing_until_it_comes(building, home, member, clerk):
    move_household(home, on=LATER, by=clerk)
    assert homes(building) == [("301室", "owner", "老住户")]
    assert members_in(building).get() == member
    assert homes(building, LATER) == [("301室", "empty", "")]
    assert not Membership.objects.current(LATER).exists()


def test_newcomers_to_a_household_that_will_leave_leave_with_it(home, clerk):
    move_household(home, on=LATER, by=clerk)
    [printed] = print_slips([Household.objects.get(pk=home.pk)], by=clerk)
    user = join_as_newcomer(printed.slip, NewAccount(shown_name="小王"))
    assert user.memberships.get().until == LATER


def test_slips_are_void_and_nobody_joins_a_household_that_left(home, clerk):
    [printed] = print_slips([home], by=clerk)
    move_household(home, on=TODAY, by=clerk)
    with pytest.raises(Refused):
        join_as_newcomer(printed.slip, NewAccount(shown_name="小王"))
    with pytest.raises(Refused, match="有几户已经搬走了"):
        print_slips([home], by=clerk)
    with pytest.raises(Refused, match="已经搬走了"):
        enroll_neighbour(home, shown_name="小王", by=clerk)


def test_offices_that_rest_on_living_there_end(building, home, member, clerk):
    office = OfficeFactory(user=member.user, kind="volunteer", building=building)
    move_household(home, on=LATER, by=clerk)
    office.refresh_from_db()
    assert office.until == LATER


def test_the_leader_hands_over_first(building, home, member, clerk):
    OfficeFactory(user=member.user, kind="leader", building=building)
    with pytest.raises(Refused, match="先把楼组长的事交接"):
        move_household(home, on=TODAY, by=clerk)
    assert homes(building) == [("301室", "owner", "老住户")]


def test_who_moves_within_the_building_stays_a_member_and_keeps_an_office(
    building, home, member, clerk
):
    OfficeFactory(user=member.user, kind="leader", building=building)
    to = FlatFactory(building=building, room="402", floor=4)
    HouseholdFactory(building=building, flat=to, occupancy="empty", aged_18_59=0)
    move_household(home, on=TODAY, to=to, by=clerk)
    assert homes(building) == [("301室", "empty", ""), ("402室", "owner", "老住户")]
    assert [str(one.household) for one in members_in(building)] == ["402室"]
    assert member.user.offices.current().exists()
    assert told("household_moved") == ["301室到402室"]


def test_the_old_household_keeps_naming_the_old_room(building, home, clerk):
    to = FlatFactory(building=building, room="402")
    move_household(home, on=TODAY, to=to, by=clerk)
    home.refresh_from_db()
    assert (str(home), home.until) == ("301室", TODAY)


def test_who_moves_in_with_neighbours_is_one_household_with_them(building, home, member, clerk):
    to = FlatFactory(building=building, room="402", floor=4)
    there = HouseholdFactory(building=building, flat=to, contact="邻家", phone="13800000001")
    move_household(home, on=TODAY, to=to, by=clerk)
    there.refresh_from_db()
    assert (there.people, there.contact) == (4, "邻家、老住户")
    assert members_in(building).get().household == there


def test_neighbours_are_not_joined_before_the_day(building, home, clerk):
    to = FlatFactory(building=building, room="402", floor=4)
    there = HouseholdFactory(building=building, flat=to)
    with pytest.raises(Refused, match="402室那天还有人住"):
        move_household(home, on=LATER, to=to, by=clerk)
    assert Household.objects.get(pk=there.pk).people == there.people


@pytest.mark.parametrize("kind", ["leader", "volunteer"])
def test_a_home_that_ended_since_keeps_no_office(building, home, member, clerk, kind):
    """Entered for a past day on which there was a second home."""
    ended, left = TODAY - dt.timedelta(days=5), TODAY - dt.timedelta(days=10)
    MembershipFactory(household__building=building, user=member.user, until=ended)
    office = OfficeFactory(user=member.user, kind=kind, building=building)
    assert ending_of([home.flat], left).offices == (office,)
    if kind == "leader":
        with pytest.raises(Refused, match="先把楼组长的事交接"):
            move_household(home, on=left, by=clerk)
        return
    move_household(home, on=left, by=clerk)
    assert not member.user.offices.current().exists()


def test_an_account_that_waits_for_its_person_waits_in_the_new_flat(building, home, clerk):
    waiting = enroll_neighbour(home, shown_name="张阿婆", by=clerk).user
    to = FlatFactory(building=building, room="402")
    move_household(home, on=TODAY, to=to, by=clerk)
    new = Household.objects.living_in(building).get(flat=to)
    assert list(unclaimed_accounts_of(new)) == [waiting]


def test_one_comes_as_the_other_goes(building, home, clerk):
    move_household(home, on=LATER, newcomers=COMES, by=clerk)
    assert homes(building) == [("301室", "owner", "老住户")]
    assert homes(building, LATER) == [("301室", "let", "新来的")]
    assert told("household_came")[0].startswith("301室（从")


def test_who_comes_into_an_empty_flat_takes_its_place(building, flat, clerk):
    HouseholdFactory(building=building, flat=flat, occupancy="empty", aged_18_59=0)
    move_in(flat, on=TODAY, newcomers=COMES, by=clerk)
    assert homes(building) == [("301室", "let", "新来的")]


def test_nobody_comes_into_a_flat_that_is_lived_in(building, flat, home, clerk):
    with pytest.raises(Refused, match="那天还有人住"):
        move_in(flat, on=TODAY, newcomers=COMES, by=clerk)


def test_a_household_leaves_once(home, clerk):
    move_household(home, on=TODAY, by=clerk)
    with pytest.raises(Refused, match="已经搬走了"):
        move_household(home, on=TODAY, by=clerk)


def test_it_may_leave_earlier_than_was_entered(building, home, clerk):
    move_household(home, on=LATER, by=clerk)
    move_household(home, on=TODAY, by=clerk)
    assert homes(building) == homes(building, LATER) == [("301室", "empty", "")]


def test_a_newcomer_entered_for_a_later_day_is_not_pushed_out(building, home, clerk):
    move_household(home, on=LATER, newcomers=COMES, by=clerk)
    with pytest.raises(Refused, match="已经登记了别的人家"):
        move_household(home, on=TODAY, by=clerk)
