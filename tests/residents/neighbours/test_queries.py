"""Neighbours who show their name are listed once, the latest first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from residents.models import User
from residents.neighbours.queries import households_in, neighbours_in
from residents.privacy.actions.consents import give_consent, withdraw_consent
from tests.factories import BuildingFactory, FlatFactory, HouseholdFactory, MembershipFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def make_floor():
    """301 and 302 of a building, with 甲 in both."""
    building = BuildingFactory()
    homes = [
        HouseholdFactory(building=building, flat=FlatFactory(building=building, room=room))
        for room in ("302", "301")
    ]
    first = MembershipFactory(household=homes[0], user__shown_name="甲")
    MembershipFactory(household=homes[1], user=first.user)
    return building, homes, first.user


floor = made_once(make_floor)


def listed(building) -> list[tuple[str, str, bool]]:
    rows = neighbours_in(building).rows
    return [(str(one.user), one.household.flat.room, one.shows_phone) for one in rows]


def test_somebody_with_two_homes_is_listed_with_the_newer_one(floor):
    building, homes, _user = floor
    assert listed(building) == [("甲", "301", False)]
    MembershipFactory(household=homes[0], user__shown_name="乙")
    assert listed(building) == [("乙", "302", False), ("甲", "301", False)]


def test_only_people_of_today_who_show_their_name_are_listed(floor, django_assert_num_queries):
    building, homes, _user = floor
    MembershipFactory(household=homes[0], user__shows_name=False)
    MembershipFactory(household=homes[0], until=TODAY)
    MembershipFactory(household=homes[0], since=TODAY + DAY)
    MembershipFactory()
    with django_assert_num_queries(1):
        assert listed(building) == [("甲", "301", False)]


def test_a_number_is_shown_while_its_owner_agrees(floor):
    building, _homes, user = floor
    give_consent(user, kind="photo")
    assert listed(building)[0][2] is False
    give_consent(user, kind="phone")
    assert listed(building)[0][2] is True
    withdraw_consent(User.objects.get(pk=user.pk), kind="phone")
    assert listed(building)[0][2] is False


def test_helpers_see_every_household_with_its_members(floor, django_assert_num_queries):
    building, homes, _user = floor
    MembershipFactory(household=homes[0], user__shows_name=False, since=dt.date(2019, 1, 1))
    MembershipFactory(household=homes[1], until=TODAY)
    HouseholdFactory(building=building, flat=FlatFactory(building=building, room="101", floor=1))
    with django_assert_num_queries(2):
        rows = [
            (str(one.household), [str(m.user) for m in one.joined])
            for one in households_in(building)
        ]
    assert [(room, len(people)) for room, people in rows] == [
        ("101室", 0),
        ("301室", 1),
        ("302室", 2),
    ]
    assert rows[2][1][1] == "甲"
