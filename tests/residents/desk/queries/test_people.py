"""People at the desk are found by where they live, lived or serve, and by nobody else's buildings."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.desk.queries.people import (
    lives_in,
    people_of,
    pks_living_in,
    pks_of_staff,
    q_at_places,
    residents_by_building,
    with_rooms,
)
from residents.models import Household, User
from residents.roster_parser.place_search import PlaceQuery
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def make_streets():
    """甲 lives in 301 and 1001 of 114, 乙 moved out of it, 丙 leads it, 丁 is staff, 戊 lives elsewhere."""
    here, there = NeighbourhoodFactory(), NeighbourhoodFactory()
    building = BuildingFactory(neighbourhood=here, lane="1200弄", door_number="114")
    far = BuildingFactory(neighbourhood=there, door_number="114")
    homes = {}
    for place, room in ((building, "301"), (building, "1001"), (far, "301")):
        flat = FlatFactory(building=place, room=room)
        homes[place, room] = HouseholdFactory(building=place, flat=flat)
    people = {name: UserFactory(shown_name=name) for name in "甲乙丙丁戊"}
    MembershipFactory(user=people["甲"], household=homes[building, "1001"])
    MembershipFactory(user=people["甲"], household=homes[building, "301"])
    MembershipFactory(user=people["甲"], household=homes[far, "301"])
    MembershipFactory(
        user=people["乙"], household=homes[building, "301"], until=dt.date(2021, 1, 1)
    )
    OfficeFactory(user=people["丙"], building=building)
    OfficeFactory(user=people["丁"], staff=True, neighbourhood=here, until=TODAY)
    MembershipFactory(user=people["戊"], household=homes[far, "301"])
    return SimpleNamespace(here=here, there=there, building=building, far=far, people=people)


streets = made_once(make_streets)


def names(pks) -> list[str]:
    return sorted(user.shown_name for user in User.objects.filter(pk__in=pks))


def test_everybody_who_ever_lived_or_served_in_a_neighbourhood_is_one_of_its_people(streets):
    assert names(people_of([streets.here.pk])) == ["丁", "丙", "乙", "甲"]
    assert names(people_of([streets.there.pk])) == ["戊", "甲"]
    assert [*people_of([])] == []
    assert names(pks_of_staff([streets.here.pk])) == ["丁"]


def test_rooms_are_those_of_today_in_ones_own_neighbourhoods(streets, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = with_rooms(people_of([streets.here.pk]), [streets.here.pk])
        rooms = {user.shown_name: user.rooms for user in rows}
    assert rooms == {"甲": ["1001", "301"], "乙": [], "丙": [], "丁": []}


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([PlaceQuery(door="114", room="301")], ["乙", "戊", "甲"]),
        ([PlaceQuery(lane="1200弄", door="114", room="301")], ["乙", "戊", "甲"]),
        ([PlaceQuery(lane="1300弄", door="114", room="301")], ["戊", "甲"]),
        ([PlaceQuery(room="1001")], ["甲"]),
        ([PlaceQuery(door="115", room="301")], []),
        ([], []),
        ([PlaceQuery(door="115"), PlaceQuery(room="1001")], ["甲"]),
    ],
)
def test_people_are_found_by_the_place_where_they_ever_lived(streets, places, found):
    assert names(pks_living_in(places, None)) == found


def test_a_search_by_staff_stays_in_their_neighbourhoods(streets):
    places = [PlaceQuery(door="114", room="301")]
    assert names(pks_living_in(places, [streets.here.pk])) == ["乙", "甲"]
    assert names(pks_living_in(places, [])) == []


def test_rows_without_a_room_are_found_by_their_building_alone(streets):
    def found(*places):
        here = Household.objects.filter(q_at_places(places, building="building__", room=""))
        return {home.building for home in here}

    assert found(PlaceQuery(door="114", room="999")) == {streets.building, streets.far}
    assert found(PlaceQuery(room="301")) == set()


def test_people_are_counted_once_in_each_building(streets):
    pks = [user.pk for user in streets.people.values()]
    assert residents_by_building(pks, None) == {streets.building.pk: 2, streets.far.pk: 2}
    assert residents_by_building(pks, [streets.here.pk]) == {streets.building.pk: 2}
    assert residents_by_building([], None) == {}


def test_people_who_moved_out_are_no_residents(streets):
    assert [lives_in(streets.people[name], streets.building) for name in "甲乙丙戊"] == [
        True,
        False,
        False,
        False,
    ]
