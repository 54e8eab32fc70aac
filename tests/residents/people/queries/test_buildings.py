"""Which buildings belong to a person, by homes and offices, today and ever."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from residents.models import Building, Standing
from residents.people.queries.buildings import (
    building_with_access,
    buildings_ever_of,
    buildings_of,
    count_people,
    has_roster,
    public_buildings,
    tags_of,
)
from residents.people.rules import standing_of
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
DAY = dt.timedelta(days=1)


def make_street():
    """Buildings 1 to 5 and a closed one; 甲 has had something to do with all but the third."""
    here = NeighbourhoodFactory()
    one, two, three, four, five = (
        BuildingFactory(slug=f"q{n}", door_number=f"{n}", neighbourhood=here, public_page=n > 3)
        for n in range(1, 6)
    )
    closed = BuildingFactory(
        slug="q6", door_number="6", neighbourhood=here, until=TODAY, public_page=True
    )
    user = UserFactory()
    MembershipFactory(user=user, household__building=one)
    MembershipFactory(user=user, household__building=one)
    OfficeFactory(user=user, building=one, kind="volunteer")
    OfficeFactory(user=user, building=two, kind="core", until=TODAY + DAY)
    OfficeFactory(user=user, building=four, kind="team", until=TODAY)
    MembershipFactory(user=user, household__building=five, since=TODAY + DAY)
    MembershipFactory(user=user, household__building=closed)
    return SimpleNamespace(here=here, user=user, one=one, three=three, closed=closed)


street = made_once(make_street)


def numbers(buildings) -> list[str]:
    return [building.door_number for building in buildings]


def test_a_person_has_the_buildings_of_today_once_each_and_no_closed_one(
    street, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = buildings_of(street.user)
        assert [str(one.neighbourhood) for one in found] == [str(street.here)] * 2
    assert numbers(found) == ["1", "2"]


def test_ever_means_the_past_the_future_and_closed_buildings_too(street):
    assert numbers(buildings_ever_of(street.user).order_by("sort_key")) == ["1", "2", "4", "5", "6"]


def test_staff_have_all_buildings_of_their_neighbourhood_and_lose_them_with_the_office(street):
    office = OfficeFactory(staff=True, neighbourhood=street.here)
    assert numbers(buildings_of(office.user)) == ["1", "2", "3", "4", "5"]
    office.until = TODAY
    office.save()
    assert numbers(buildings_of(office.user)) == []
    assert len(buildings_ever_of(office.user)) == 6


def test_visitors_are_shown_open_buildings_with_a_public_page(street):
    assert numbers(public_buildings().rows) == ["4", "5"]


def test_tags_are_told_once_and_sorted(street):
    for number, tags in (("1", ["高层", "有电梯"]), ("2", ["高层"]), ("3", [])):
        Building.objects.filter(slug=f"q{number}").update(tags=tags)
    assert tags_of(Building.objects.filter(neighbourhood=street.here)) == ["有电梯", "高层"]
    assert tags_of(Building.objects.none()) == []


def test_a_building_without_a_household_of_today_has_no_roster(street):
    assert (has_roster(street.one), has_roster(street.three)) == (True, False)
    home = HouseholdFactory(building=street.three, since=TODAY + DAY)
    assert not has_roster(street.three)
    home.since = TODAY
    home.save()
    assert has_roster(street.three)


def test_people_are_counted_by_age_and_an_empty_flat_counts_as_a_household(street):
    nobody = {"aged_0_6": 0, "aged_7_17": 0, "aged_18_59": 0, "aged_60_up": 0}
    assert count_people(street.three) == {**nobody, "people": 0, "households": 0}
    HouseholdFactory(building=street.three, aged_0_6=1, aged_7_17=2, aged_18_59=3, aged_60_up=4)
    HouseholdFactory(building=street.three, aged_18_59=0, occupancy="empty")
    HouseholdFactory(building=street.three, aged_18_59=5, until=TODAY)
    assert count_people(street.three) == {
        "aged_0_6": 1,
        "aged_7_17": 2,
        "aged_18_59": 3,
        "aged_60_up": 4,
        "people": 10,
        "households": 2,
    }


def test_a_door_finds_building_neighbourhood_and_standing_in_one_statement(
    street, django_assert_num_queries
):
    with django_assert_num_queries(1):
        building = building_with_access("q1", street.user)
        standing = street.user.standing_in(building)
        assert str(building.neighbourhood) == str(street.here)
    assert (standing.offices, len(standing.households)) == (("volunteer",), 2)
    assert building_with_access("q7", street.user) is None
    visitor = AnonymousUser()
    assert standing_of(visitor, building_with_access("q1", visitor)) == Standing()


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [(0, None, True), (1, None, False), (-5, 0, False), (-5, 1, True), (0, 1, True)],
)
def test_a_home_and_an_office_hold_from_their_first_day_until_the_day_before_their_last(
    street, since, until, counts
):
    days = {"since": TODAY + since * DAY, "until": None if until is None else TODAY + until * DAY}
    user = UserFactory()
    OfficeFactory(user=user, building=street.three, kind="core", deputed=True, **days)
    flat = FlatFactory(building=street.three, room="301")
    home = HouseholdFactory(building=street.three, flat=flat)
    MembershipFactory(user=user, household=home, may_answer=False, **days)
    standing = user.standing_in(street.three)
    assert (standing.member, standing.may_post_notices) == (counts, counts)
    assert (standing.flat, standing.answering) == ("301室" if counts else "", ())
    assert standing.households == ((home.pk,) if counts else ())
    assert [one.pk for one in buildings_of(user)] == ([street.three.pk] if counts else [])
