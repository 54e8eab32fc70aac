"""Records that belong to one: the current ones first, then those that ended last."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from residents.changes.queries.related import (
    MAX_RELATED_ROWS,
    NEWEST_SLIPS,
    homes_of_person,
    households_in_flats,
    members_of_household,
    newest_slips_of,
    offices_held_by_any,
    offices_of_person,
    owners_of_flats,
    ownerships_of_flat,
)
from residents.models import Membership, Ownership
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
    SlipFactory,
    UserFactory,
)
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def make_person():
    """甲, with homes and offices in two neighbourhoods."""
    here, there = BuildingFactory(), BuildingFactory()
    user = UserFactory()
    for building, since, until in (
        (here, 2018, 2020),
        (here, 2023, None),
        (there, 2021, None),
        (here, 2019, 2022),
        (here, 2017, 2020),
    ):
        ends = until and dt.date(until, 1, 1)
        MembershipFactory(
            user=user, household__building=building, since=dt.date(since, 1, 1), until=ends
        )
    for building in (here, there):
        OfficeFactory(user=user, building=building, kind="core")
    staff = OfficeFactory(user=user, staff=True, neighbourhood=here.neighbourhood)
    return SimpleNamespace(user=user, here=here, there=there, staff=staff)


world = made_once(make_person)


def years(rows) -> list[int]:
    return [row.since.year for row in rows]


def test_homes_stand_by_their_end_and_then_by_their_beginning(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = homes_of_person(world.user, None)
        assert {str(one.household.building) for one in found} == {str(world.here), str(world.there)}
    assert years(found) == [2023, 2021, 2019, 2018, 2017]


def test_staff_see_what_is_in_their_own_neighbourhoods(world):
    mine = [world.here.neighbourhood_id]
    assert years(homes_of_person(world.user, mine)) == [2023, 2019, 2018, 2017]
    assert homes_of_person(world.user, []) == []
    held = offices_of_person(world.user, mine)
    assert {(one.kind, one.building_id) for one in held} == {
        ("core", world.here.pk),
        ("staff", None),
    }
    assert [
        one.building for one in offices_of_person(world.user, [world.there.neighbourhood_id])
    ] == [world.there]
    assert len(offices_of_person(world.user, None)) == 3


def test_no_more_are_shown_than_fit_on_a_page(world):
    home = HouseholdFactory(building=world.here)
    users = UserFactory.create_batch(MAX_RELATED_ROWS + 1)
    Membership.objects.bulk_create(
        Membership(user=user, household=home, since=TODAY - n * DAY) for n, user in enumerate(users)
    )
    shown = members_of_household(home)
    assert [one.user for one in shown] == users[:MAX_RELATED_ROWS]


def test_offices_of_several_people_are_those_of_today_in_this_building(world):
    other = OfficeFactory(building=world.here, kind="team")
    OfficeFactory(user=other.user, building=world.here, kind="volunteer", until=TODAY)
    OfficeFactory(user=other.user, building=world.here, kind="core", since=TODAY + DAY)
    people = [world.user.pk, other.user.pk, UserFactory().pk]
    found = offices_held_by_any(people, world.here.pk)
    assert {pk: [one.kind for one in held] for pk, held in found.items()} == {
        world.user.pk: ["core"],
        other.user.pk: ["team"],
    }
    assert offices_held_by_any([], world.here.pk) == {}


def test_a_flat_has_the_owner_of_today_and_all_of_before(world):
    flat, bare = FlatFactory(building=world.here), FlatFactory(building=world.here)
    for name, since, until in (
        ("甲", dt.date(2019, 1, 1), dt.date(2022, 1, 1)),
        ("乙", dt.date(2022, 1, 1), TODAY + DAY),
        ("丙", TODAY + DAY, None),
    ):
        owner = OwnerFactory(building=world.here, name=name)
        Ownership.objects.create(flat=flat, owner=owner, since=since, until=until)
    assert {pk: str(owner) for pk, owner in owners_of_flats([flat.pk, bare.pk]).items()} == {
        flat.pk: "乙"
    }
    assert [str(one.owner) for one in ownerships_of_flat(flat)] == ["丙", "乙", "甲"]


def test_households_of_a_flat_stand_with_the_one_that_lives_there_first(world):
    flat = FlatFactory(building=world.here)
    old, new, older = (
        HouseholdFactory(building=world.here, flat=flat, since=since, until=until)
        for since, until in (
            (dt.date(2019, 1, 1), dt.date(2021, 1, 1)),
            (dt.date(2021, 1, 1), None),
            (None, dt.date(2019, 1, 1)),
        )
    )
    assert households_in_flats([flat.pk]) == {flat.pk: [new, old, older]}


def test_the_newest_slips_are_shown_valid_or_not(world):
    home = HouseholdFactory(building=world.here)
    slips = [SlipFactory(household=home, used=6) for _n in range(NEWEST_SLIPS + 1)]
    assert newest_slips_of(home) == slips[:0:-1]
