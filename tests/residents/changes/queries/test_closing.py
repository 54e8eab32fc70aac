"""What ends with a flat, and which household and members come back with it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.changes.queries.closing import (
    ending_of,
    flat_with_same_room,
    household_on,
    last_household_of,
    memberships_ended_with,
    next_household_after,
)
from residents.models import Flat, Household, Membership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    JoiningFactory,
    MembershipFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
SOON, LATER = TODAY + 3 * DAY, TODAY + 20 * DAY


def make_floor():
    """301 with 甲, 乙 and a former member, and 302 with a household of its own."""
    building = BuildingFactory()
    flat, next_flat = (FlatFactory(building=building, room=room) for room in ("301", "302"))
    home = HouseholdFactory(building=building, flat=flat, since=TODAY - 9 * DAY)
    first, second = (MembershipFactory(household=home, user__shown_name=name) for name in "甲乙")
    MembershipFactory(household=home, until=TODAY - DAY)
    other = HouseholdFactory(building=building, flat=next_flat)
    return SimpleNamespace(
        building=building,
        flat=flat,
        home=home,
        first=first,
        second=second,
        next=next_flat,
        other=other,
    )


floor = made_once(make_floor)


def test_members_and_valid_slips_end_with_a_flat(floor, django_assert_num_queries):
    SlipFactory(household=floor.home)
    SlipFactory(household=floor.home, kind="family", used=6)
    SlipFactory(household=floor.other)
    with django_assert_num_queries(4):  # and one of the canvasses
        ending = ending_of([floor.flat], TODAY)
        assert [str(one.user) for one in ending.members] == ["甲", "乙"]
    assert (ending.slips, ending.offices, ending.rolls) == (1, (), ())
    both = ending_of([floor.flat, floor.next], TODAY)
    assert (len(both.members), both.slips) == (2, 2)


def test_offices_end_of_those_who_have_no_other_home_in_the_building(floor):
    for member, kind in ((floor.first, "leader"), (floor.second, "core")):
        OfficeFactory(user=member.user, kind=kind, building=floor.building)
    OfficeFactory(user=floor.first.user, kind="core")  # in another building
    OfficeFactory(user=floor.first.user, kind="team", building=floor.building, until=TODAY)
    MembershipFactory(user=floor.second.user, household=floor.other)
    ending = ending_of([floor.flat], TODAY)
    assert [(one.kind, one.user) for one in ending.offices] == [("leader", floor.first.user)]
    assert ending.leads
    assert ending_of([floor.flat], TODAY, stay=True).offices == ()
    assert len(ending_of([floor.flat, floor.next], TODAY).offices) == 2


def test_a_home_that_ends_before_that_day_saves_no_office(floor):
    OfficeFactory(user=floor.first.user, kind="core", building=floor.building)
    MembershipFactory(user=floor.first.user, household=floor.other, until=SOON)
    assert ending_of([floor.flat], SOON - DAY).offices == ()
    (office,) = ending_of([floor.flat], SOON).offices
    assert (office.kind, ending_of([floor.flat], SOON).leads) == ("core", False)


def test_a_future_member_never_joins_if_the_household_leaves_first(floor):
    late = MembershipFactory(household=floor.home, since=LATER)
    assert late in ending_of([floor.flat], SOON).members
    empty = FlatFactory(building=floor.building, room="303")
    assert ending_of([empty], TODAY).members == ()


def test_the_household_of_a_day_is_the_one_that_lives_there_then(floor):
    Household.objects.filter(pk=floor.home.pk).update(until=SOON)
    after = HouseholdFactory(building=floor.building, flat=floor.flat, since=SOON)
    assert [household_on(floor.flat, day) for day in (SOON - DAY, SOON, LATER)] == [
        floor.home,
        after,
        after,
    ]
    assert household_on(floor.flat, TODAY - 10 * DAY) is None
    before = Household.objects.get(pk=floor.home.pk)
    assert next_household_after(before) == after
    assert last_household_of(floor.flat) == after


def test_an_empty_flat_is_no_next_household_until_somebody_joins_it(floor):
    Household.objects.filter(pk=floor.home.pk).update(until=SOON)
    before = Household.objects.get(pk=floor.home.pk)
    empty = HouseholdFactory(
        building=floor.building, flat=floor.flat, since=SOON, occupancy="empty", aged_18_59=0
    )
    assert next_household_after(before) is None
    MembershipFactory(household=empty, since=SOON)
    assert next_household_after(before) == empty


def test_an_earlier_household_comes_not_after(floor):
    earlier = HouseholdFactory(
        building=floor.building, flat=floor.flat, since=TODAY - 99 * DAY, until=TODAY - 50 * DAY
    )
    Household.objects.filter(pk=floor.home.pk).update(until=TODAY)
    assert next_household_after(Household.objects.get(pk=floor.home.pk)) is None
    assert next_household_after(earlier) == floor.home


def test_those_come_back_who_left_with_the_place_and_nobody_else(floor):
    undone = MembershipFactory(household=floor.home)
    JoiningFactory(membership=undone, undone_at=timezone.now(), undone_by=UserFactory())
    forgotten = MembershipFactory(household=floor.home)
    own_end = MembershipFactory(household=floor.home, until=TODAY - 2 * DAY)
    assert [*memberships_ended_with(floor.home)] == []
    Flat.objects.filter(pk=floor.flat.pk).update(until=TODAY)
    type(forgotten.user).objects.filter(pk=forgotten.user.pk).update(
        shown_name="", shows_name=False, is_active=False, forgotten_at=timezone.now()
    )
    back = memberships_ended_with(floor.home)
    assert [*back] == [floor.first, floor.second]
    assert Membership.objects.filter(household=floor.home, until__isnull=False).count() == 6
    assert own_end not in back
    assert last_household_of(floor.flat) == floor.home


def test_a_household_that_ended_by_itself_does_not_come_back_with_the_flat(floor):
    Household.objects.filter(pk=floor.home.pk).update(until=TODAY - DAY)
    assert last_household_of(floor.flat) is None
    empty = HouseholdFactory(building=floor.building, flat=floor.flat, since=TODAY - DAY)
    Flat.objects.filter(pk=floor.flat.pk).update(until=TODAY)
    assert last_household_of(floor.flat) == empty


@pytest.mark.parametrize(
    ("room", "since", "until", "taken"),
    [
        ("301", TODAY, None, True),
        ("301", TODAY, SOON, True),
        ("302x", TODAY, None, False),
        ("301", TODAY - 9 * DAY, TODAY - DAY, False),
        ("301", TODAY - 9 * DAY, TODAY, False),
    ],
)
def test_a_number_is_taken_by_a_flat_that_lasts_longer(floor, room, since, until, taken):
    Flat.objects.filter(pk=floor.flat.pk).update(since=TODAY - 20 * DAY, until=TODAY)
    if since < TODAY:
        Flat.objects.filter(pk=floor.flat.pk).update(since=until, until=TODAY + DAY)
    other = FlatFactory(building=floor.building, room=room, since=since, until=until)
    FlatFactory(room="301")  # in another building
    closed = Flat.objects.get(pk=floor.flat.pk)
    assert flat_with_same_room(closed) == (other if taken else None)
