"""A flat is closed from a day, and can be reopened unless it was replaced."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from louzu.lib.errors import Refused
from residents.changes.actions.buildings import close_building
from residents.changes.actions.closing import close_flat, reopen_flat, reopen_household
from residents.changes.actions.moving import move_household, move_in
from residents.changes.actions.sales import sell_flats
from residents.changes.inputs import HouseholdInput
from residents.changes.queries.closing import ending_of, memberships_ended_with
from residents.models import Flat, Household, Membership, Ownership
from residents.people.actions.offices import appoint
from tests.factories import (
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
)
from tests.factories.canvass import make_open_canvass

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER = TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=20)
COMES = HouseholdInput(occupancy="let", aged_18_59=2, contact="新来的")


@pytest.fixture
def flat(building):
    flat = FlatFactory(building=building, room="301")
    owner = OwnerFactory(building=building)
    Ownership.objects.create(flat=flat, owner=owner, since=dt.date(2020, 1, 1))
    return flat


@pytest.fixture
def home(building, flat):
    return HouseholdFactory(building=building, flat=flat)


@pytest.fixture
def member(home):
    return MembershipFactory(household=home)


def test_a_closed_flat_takes_everything_with_it(building, flat, member, clerk):
    close_flat(flat, on=TODAY, by=clerk)
    assert not Flat.objects.not_closed_in(building).exists()
    assert not Household.objects.living_in(building).exists()
    assert not Membership.objects.current().exists()
    assert not Ownership.objects.current().exists()


def test_a_flat_is_closed_once(flat, clerk):
    close_flat(flat, on=TODAY, by=clerk)
    with pytest.raises(Refused, match="301室已经注销了"):
        close_flat(flat, on=TODAY, by=clerk)


def test_a_flat_closed_by_mistake_comes_back_with_owner_and_people(
    building, flat, home, member, clerk
):
    close_flat(flat, on=TODAY, by=clerk)
    home.refresh_from_db()
    reopen_flat(flat, members=memberships_ended_with(home), by=clerk)
    assert Household.objects.living_in(building).get() == home
    assert Membership.objects.current().get() == member
    assert Ownership.objects.current().get().flat == flat


def test_people_who_are_not_chosen_do_not_come_back(flat, home, member, clerk):
    close_flat(flat, on=TODAY, by=clerk)
    reopen_flat(flat, by=clerk)
    assert not Membership.objects.current().exists()


def test_a_flat_whose_number_is_taken_does_not_come_back(building, flat, clerk):
    close_flat(flat, on=TODAY, by=clerk)
    FlatFactory(building=building, room="301", since=TODAY)
    with pytest.raises(Refused, match="已经又有301室了"):
        reopen_flat(flat, by=clerk)


def test_a_household_comes_back_into_its_flat(building, home, member, clerk):
    move_household(home, on=TODAY, by=clerk)
    home.refresh_from_db()
    reopen_household(home, members=memberships_ended_with(home), by=clerk)
    assert Household.objects.living_in(building).get() == home
    assert Membership.objects.current().get() == member


def test_a_household_does_not_come_back_to_others(home, flat, clerk):
    move_household(home, on=TODAY, by=clerk)
    move_in(flat, on=TODAY, newcomers=HouseholdInput(occupancy="let", aged_18_59=1), by=clerk)
    home.refresh_from_db()
    with pytest.raises(Refused, match="已经有别的人家了"):
        reopen_household(home, by=clerk)


@pytest.mark.parametrize("days", [0, 10])
@pytest.mark.parametrize("lived_in", [True, False])
def test_who_moved_within_the_building_is_not_also_let_back(
    building, home, member, clerk, days, lived_in
):
    to = FlatFactory(building=building, room="402", floor=4)
    if lived_in and not days:
        HouseholdFactory(building=building, flat=to)
    move_household(home, on=TODAY + dt.timedelta(days=days), to=to, by=clerk)
    home.refresh_from_db()
    with pytest.raises(Refused, match="搬到402室去了"):
        reopen_household(home, members=memberships_ended_with(home), by=clerk)


def test_who_moved_back_and_left_again_may_come_back(building, home, member, clerk):
    """The refusal names a way to proceed, which works and leaves no duplicates."""
    old, to = home.flat, FlatFactory(building=building, room="402", floor=4)
    move_household(home, on=TODAY, to=to, by=clerk)
    home.refresh_from_db()
    move_household(home.moved_to, on=TODAY, to=old, by=clerk)
    lived = Household.objects.living_in(building).occupied().get()
    assert (lived.flat, Membership.objects.current().get().household) == (old, lived)


@pytest.mark.parametrize("what", ["flat", "building"])
@pytest.mark.parametrize(
    ("change", "text"), [("sold", "换过业主"), ("left", "搬过家"), ("sale to come", "要换业主")]
)
def test_a_closing_dated_before_a_sale_or_move_is_refused(
    building, flat, home, clerk, what, change, text
):
    """Reopening would restore the former owner or household."""
    on = TODAY if change == "sale to come" else TODAY - dt.timedelta(days=10)
    day = SOON if change == "sale to come" else TODAY - dt.timedelta(days=5)
    if change == "left":
        move_household(home, on=day, by=clerk)
    else:
        buyer = OwnerFactory(building=building, name="新主")
        sell_flats([flat], to=buyer, on=day, who_lives="stay", by=clerk)
    close, record = (close_flat, flat) if what == "flat" else (close_building, building)
    with pytest.raises(Refused, match=text):
        close(record, on=on, by=clerk)
    assert Flat.objects.not_closed_in(building).get() == flat


def test_a_closing_that_is_to_come_may_be_put_earlier(building, flat, home, clerk):
    close_flat(flat, on=LATER, by=clerk)
    close_flat(flat, on=SOON, by=clerk)
    assert not Household.objects.living_in(building, on=SOON).exists()
    reopen_flat(flat, by=clerk)
    assert Household.objects.living_in(building, on=LATER).get() == home


def came(flat, home, clerk, how):
    """Enter a move for a day before the closing, after the closing was entered."""
    if how == "empty":
        move_household(home, on=SOON, by=clerk)
    elif how == "newcomers":
        move_household(home, on=SOON, newcomers=COMES, by=clerk)
    elif how == "sold":
        buyer = OwnerFactory(building=flat.building, name="新主")
        sell_flats([flat], to=buyer, on=SOON, who_lives="leave", by=clerk)
    else:
        move_household(home, on=TODAY, by=clerk)
        move_in(flat, on=SOON, newcomers=COMES, by=clerk)


@pytest.mark.parametrize("what", ["flat", "building"])
@pytest.mark.parametrize("how", ["empty", "newcomers", "sold", "moved in"])
def test_what_is_entered_before_a_closing_that_is_to_come_ends_with_it(
    building, flat, home, clerk, what, how
):
    if what == "flat":
        close_flat(flat, on=LATER, by=clerk)
    else:
        close_building(building, on=LATER, by=clerk)
    came(flat, home, clerk, how)
    assert Household.objects.living_in(building, on=SOON).exists()
    assert Ownership.objects.current(SOON).filter(flat=flat).exists()
    assert not Household.objects.living_in(building, on=LATER).exists()
    assert not Ownership.objects.current(LATER).filter(flat=flat).exists()


def test_who_moves_into_a_flat_that_closes_later_leaves_it_then(building, home, member, clerk):
    to = FlatFactory(building=building, room="402", floor=4)
    close_flat(to, on=LATER, by=clerk)
    move_household(home, on=SOON, to=to, by=clerk)
    assert Membership.objects.current(SOON).get().household.flat == to
    assert not Membership.objects.current(LATER).exists()
    assert not Household.objects.living_in(building, on=LATER).filter(flat=to).exists()


def test_an_office_given_in_a_building_that_closes_later_ends_with_it(building, member, clerk):
    close_building(building, on=LATER, by=clerk)
    office = appoint(member.user, kind="volunteer", place=building, by=clerk)
    assert office.until == LATER


def test_what_ends_is_named_before_it_does(building, flat, member, clerk):
    office = OfficeFactory(user=member.user, kind="volunteer", building=building)
    canvass = make_open_canvass(building, clerk)
    ending = ending_of([flat], TODAY)
    assert (ending.members, ending.offices) == ((member,), (office,))
    assert ending.rolls == (f"征询“{canvass.question}”",)
    assert not ending.leads


def test_who_has_another_home_in_the_building_keeps_an_office(building, flat, member):
    OfficeFactory(user=member.user, kind="leader", building=building)
    assert ending_of([flat], TODAY).leads
    MembershipFactory(user=member.user, household__building=building)
    assert ending_of([flat], TODAY).offices == ()
