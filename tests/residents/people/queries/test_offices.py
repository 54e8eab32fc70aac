"""Who holds which office: today, before, and from a day on."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.people.queries.offices import (
    helper_offices_in,
    leader_office_from,
    leader_office_in,
    leader_offices_of,
    leads_a_building,
    offices_held_by,
    offices_in,
)
from residents.people.queries.people import contacts_in, homes_of, members_in
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
EARLY, LATE = dt.date(2021, 1, 1), dt.date(2022, 1, 1)


def make_house():
    """A building with each office, given in no order, and another one with a coming leader only."""
    building, other = BuildingFactory(), BuildingFactory()
    held = [
        OfficeFactory(building=building, kind=kind, since=since)
        for kind, since in (
            ("team", EARLY),
            ("volunteer", LATE),
            ("treasurer", LATE),
            ("core", LATE),
            ("volunteer", EARLY),
            ("leader", LATE),
        )
    ]
    OfficeFactory(building=building, kind="leader", since=EARLY, until=LATE)
    OfficeFactory(building=building, kind="core", since=TODAY + DAY)
    OfficeFactory(building=building, kind="volunteer", until=TODAY)
    OfficeFactory(staff=True, neighbourhood=building.neighbourhood)
    coming = OfficeFactory(building=other, kind="leader", since=TODAY + 3 * DAY)
    return SimpleNamespace(building=building, other=other, held=held, coming=coming)


house = made_once(make_house)


def test_offices_of_today_stand_by_rank_and_then_by_their_first_day(
    house, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = [(one.kind, one.since, str(one.user)) for one in offices_in(house.building)]
    assert [row[:2] for row in found] == [
        ("leader", LATE),
        ("core", LATE),
        ("treasurer", LATE),
        ("volunteer", EARLY),
        ("volunteer", LATE),
        ("team", EARLY),
    ]


def test_neighbours_call_anybody_but_the_team_and_the_treasurer(house):
    assert [one.kind for one in contacts_in(house.building)] == [
        "leader",
        "core",
        "volunteer",
        "volunteer",
    ]


def test_a_leader_gives_and_ends_the_offices_of_helpers_only(house):
    assert sorted(one.kind for one in helper_offices_in(house.building)) == [
        "team",
        "treasurer",
        "volunteer",
        "volunteer",
    ]


def test_leaders_of_several_buildings_are_found_at_once(house, django_assert_num_queries):
    leader = house.held[-1]
    with django_assert_num_queries(1):
        found = leader_offices_of([house.building, house.other])
        assert {pk: str(one.user) for pk, one in found.items()} == {
            house.building.pk: str(leader.user)
        }
    assert leader_office_in(house.building) == leader
    assert (leader_office_in(house.other), leader_offices_of([])) == (None, {})


@pytest.mark.parametrize(("on", "found"), [(0, True), (3, True), (99, True)])
def test_a_leader_without_an_end_stands_in_the_way_of_any_later_one(house, on, found):
    assert (leader_office_from(house.other, since=TODAY + on * DAY) == house.coming) is found


def test_a_leader_whose_end_comes_first_does_not_stand_in_the_way(house):
    house.coming.until = TODAY + 9 * DAY
    house.coming.save()
    assert leader_office_from(house.other, since=TODAY + 8 * DAY) == house.coming
    assert leader_office_from(house.other, since=TODAY + 9 * DAY) is None
    assert leader_office_from(None, since=TODAY) is None


def test_the_offices_of_a_person_are_those_of_today_the_oldest_first():
    user = UserFactory()
    for kind, days in (
        ("team", {"since": LATE}),
        ("core", {"since": EARLY}),
        ("leader", {"until": TODAY}),
        ("leader", {"since": TODAY + DAY}),
    ):
        OfficeFactory(user=user, kind=kind, **days)
    assert [one.kind for one in offices_held_by(user)] == ["core", "team"]
    assert not leads_a_building(user)
    OfficeFactory(user=user, kind="leader", since=TODAY)
    assert leads_a_building(user)


def test_members_stand_by_floor_and_room_and_once_for_each_home(house, django_assert_num_queries):
    homes = [
        HouseholdFactory(
            building=house.other, flat=FlatFactory(building=house.other, room=room, floor=floor)
        )
        for room, floor in (("1001", 10), ("302", 3), ("301", 3))
    ]
    both = UserFactory(shown_name="甲")
    for home, user in zip((*homes, homes[0]), (both, None, both, None), strict=True):
        MembershipFactory(household=home, **({"user": user} if user else {}))
    MembershipFactory(household=homes[2], until=TODAY)
    MembershipFactory(household=homes[2], since=TODAY + DAY)
    with django_assert_num_queries(1):
        found = [(one.household.flat.room, str(one.user)) for one in members_in(house.other)]
    assert [room for room, _name in found] == ["301", "302", "1001", "1001"]
    assert [name == "甲" for _room, name in found] == [True, False, True, False]
    assert {str(one.household) for one in homes_of(both, house.other)} == {"301室", "1001室"}
    assert [*homes_of(both, house.building)] == []
