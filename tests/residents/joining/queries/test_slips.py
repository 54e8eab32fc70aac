"""Which slips are valid, for whom one is to be printed, and what a key slip may open."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.joining.queries.slips import (
    LATEST_ENROLLED,
    enrolled_without_slip_in,
    households_for_slips,
    households_for_slips_of_many,
    needs_slip,
    opens_more_than,
    slip_by_code,
    slips_in,
)
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    JoiningFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    SlipFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
NOW, TODAY = timezone.now(), timezone.localdate()
DAY = dt.timedelta(days=1)


def home_in(building, room: str, **more):
    flat = FlatFactory(building=building, room=room, floor=int(room[:-2]))
    return HouseholdFactory(building=building, flat=flat, **more)


def make_stairs():
    """Building 9 with 301, 302 and 1001, and building 114 of the same neighbourhood with 301."""
    here = NeighbourhoodFactory()
    nine = BuildingFactory(slug="s9", door_number="9", neighbourhood=here)
    other = BuildingFactory(slug="s114", door_number="114", neighbourhood=here)
    homes = [home_in(nine, room) for room in ("1001", "302", "301")]
    return SimpleNamespace(nine=nine, other=other, homes=homes, far=home_in(other, "301"))


stairs = made_once(make_stairs)


def told(households) -> list[tuple[str, int, bool]]:
    return [(home.flat.room, home.joined, home.has_slip) for home in households]


def test_households_stand_from_the_lowest_floor_up(stairs, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = told(households_for_slips(stairs.nine))
    assert rows == [("301", 0, False), ("302", 0, False), ("1001", 0, False)]


def test_those_of_several_buildings_stand_by_the_number_of_the_building(stairs):
    rows = households_for_slips_of_many([stairs.other, stairs.nine])
    assert [(home.building.door_number, home.flat.room) for home in rows] == [
        ("9", "301"),
        ("9", "302"),
        ("9", "1001"),
        ("114", "301"),
    ]
    assert [*households_for_slips_of_many([])] == []


def test_only_people_of_today_who_can_sign_in_have_joined(stairs):
    high, low, least = stairs.homes
    MembershipFactory(household=high, until=TODAY)
    MembershipFactory(household=high, since=TODAY + DAY)
    MembershipFactory(household=low)  # from the desk, without a slip
    JoiningFactory(membership__household=low)
    JoiningFactory(membership__household=least, slip=None, helped_by=UserFactory())
    rows = households_for_slips(stairs.nine)
    assert [row[:2] for row in told(rows)] == [("301", 0), ("302", 2), ("1001", 0)]
    assert [home.flat.room for home in rows if needs_slip(home)] == ["301", "1001"]


@pytest.mark.parametrize(
    ("slip", "has_slip"),
    [
        ({}, True),
        ({"kind": "family"}, False),
        ({"used": 6}, False),
        ({"used": 5}, True),
        ({"expires_at": NOW - DAY}, False),
        ({"kind": "key", "uses": 1}, False),
    ],
)
def test_a_household_with_a_valid_slip_of_its_own_needs_none(stairs, slip, has_slip):
    key = {"user": UserFactory()} if slip.get("kind") == "key" else {}
    SlipFactory(household=stairs.homes[2], **slip, **key)
    first = households_for_slips(stairs.nine)[0]
    assert (first.has_slip, needs_slip(first)) == (has_slip, not has_slip)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "live"),
        ({"used": 5}, "live"),
        ({"used": 6}, "used"),
        ({"expires_at": NOW - DAY}, "expired"),
        ({"used": 6, "expires_at": NOW - DAY}, "used"),
        ({"revoked_at": NOW}, "revoked"),
        ({"used": 6, "revoked_at": NOW, "expires_at": NOW - DAY}, "revoked"),
    ],
)
def test_a_slip_is_in_one_state_and_is_found_in_that_state_alone(stairs, more, state):
    by = {"revoked_by": UserFactory()} if "revoked_at" in more else {}
    slip = SlipFactory(household=stairs.homes[0], **more, **by)
    assert slip.state == state
    ours = stairs.nine.slips.all()
    found = [name for name in ("live", "used", "expired", "revoked") if ours.in_state(name)]
    assert found == [state]


def test_a_code_opens_a_valid_slip_of_its_building_however_it_is_typed(stairs):
    home = stairs.homes[0]
    slip = SlipFactory(household=home, code="ACDE3479")
    assert slip_by_code(" acde－３４７９", "s9") == slip
    for typed, slug in (
        ("ACDE3479", "s114"),
        ("ACDE347", "s9"),
        ("ACDE34799", "s9"),
        ("ÄCDE3479", "s9"),
    ):
        assert slip_by_code(typed, slug) is None
    home = type(home).objects.get(pk=home.pk)
    home.until = TODAY
    home.save()
    assert slip_by_code("ACDE3479", "s9") is None


def test_slips_are_listed_the_latest_first_with_who_joined_by_them(
    stairs, django_assert_num_queries
):
    first, second = (SlipFactory(household=stairs.homes[n]) for n in (0, 1))
    SlipFactory(household=stairs.far)
    people = [JoiningFactory(slip=first, membership__household=stairs.homes[0]) for _n in range(2)]
    with django_assert_num_queries(2):
        rows = slips_in(stairs.nine).rows
        names = [[str(one.user) for one in slip.joinings.all()] for slip in rows]
    assert rows == [second, first]
    assert names == [[], [str(one.user) for one in people]]


def test_accounts_that_a_helper_opened_are_listed_the_latest_first_and_not_all(stairs):
    helper = UserFactory()
    joined = JoiningFactory.create_batch(
        LATEST_ENROLLED + 1, membership__household=stairs.homes[0], slip=None, helped_by=helper
    )
    JoiningFactory(membership__household=stairs.far, slip=None, helped_by=helper)
    JoiningFactory(membership__household=stairs.homes[0])
    assert enrolled_without_slip_in(stairs.nine) == joined[:0:-1]
    type(joined[0]).objects.filter(pk=joined[-1].pk).update(undone_at=NOW, undone_by=helper)
    assert enrolled_without_slip_in(stairs.nine) == joined[-2::-1]


def lives_in(*homes):
    user = UserFactory()
    for home in homes:
        MembershipFactory(user=user, household=home)
    return user


def test_a_key_of_somebody_with_a_home_elsewhere_is_the_committees_to_print(stairs):
    both, leader = lives_in(stairs.homes[0], stairs.far), UserFactory()
    staff = OfficeFactory(staff=True, neighbourhood=stairs.nine.neighbourhood).user
    assert opens_more_than(both, stairs.nine, by=leader)
    assert not opens_more_than(both, stairs.nine, by=staff)
    MembershipFactory(user=both)  # in another neighbourhood
    assert opens_more_than(both, stairs.nine, by=staff)
    assert not opens_more_than(lives_in(stairs.homes[0]), stairs.nine, by=leader)


@pytest.mark.parametrize("more", [{"is_superuser": True}, {"is_staff": True}, {}])
def test_a_key_to_the_desk_is_printed_for_nobody(stairs, more):
    user = UserFactory(**more)
    if not more:
        OfficeFactory(user=user, staff=True, neighbourhood=stairs.nine.neighbourhood)
    staff = OfficeFactory(staff=True, neighbourhood=stairs.nine.neighbourhood).user
    assert opens_more_than(user, stairs.nine, by=staff)
