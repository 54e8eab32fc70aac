from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from louzu.lib.errors import Refused
from residents.models import Building, Household, Office, Ownership, User
from residents.people.actions.offices import appoint, end_office
from residents.people.queries.buildings import building_with_access
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    NeighbourhoodFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda b: FlatFactory.create_batch(2, building=b, room="302"),
        lambda b: FlatFactory(building=b, area="0.00"),
        lambda b: FlatFactory(building=b, area="70.00", area_source=""),
        lambda b: FlatFactory(building=b, area=None, area_source="survey"),
        lambda b: FlatFactory(building=b, floor=0),
        lambda b: HouseholdFactory(building=b, occupancy="empty", aged_18_59=1),
        lambda b: HouseholdFactory(building=b, aged_0_6=-1),
        lambda b: OfficeFactory.create_batch(2, building=b, kind="leader"),
        lambda b: OfficeFactory(building=b, since=DAY, until=DAY - dt.timedelta(days=1)),
        lambda b: OfficeFactory(building=b, kind="staff"),
        lambda _b: OfficeFactory(building=None, kind="core"),
        lambda b: OfficeFactory(building=b, kind="volunteer", deputed=True),
        lambda b: BuildingFactory(neighbourhood=b.neighbourhood, door_number=b.door_number),
        lambda _b: BuildingFactory(floors=0),
        lambda _b: BuildingFactory(floors=6, lounge_floor=7),
        lambda _b: UserFactory.create_batch(2, phone="13800138000"),
    ],
)
def test_the_database_refuses_what_cannot_be(building, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(building)


def test_a_flat_has_one_owner_at_a_time(building):
    flat, owner = FlatFactory(building=building), OwnerFactory(building=building)
    Ownership.objects.create(flat=flat, owner=owner, since=DAY, until=DAY)
    Ownership.objects.create(flat=flat, owner=owner, since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.create(flat=flat, owner=owner, since=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.create(flat=flat, owner=owner, since=DAY, until=dt.date(2099, 1, 1))


def test_the_history_of_offices_is_not_rewritten(leader):
    office = leader.offices.get()
    changes = ({"user": UserFactory()}, {"since": DAY}, {"kind": "core"})
    for change in changes:
        with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
            Office.objects.filter(pk=office.pk).update(**change)
    with pytest.raises(DatabaseError, match="not deleted"), transaction.atomic():
        office.delete()


def test_a_leader_follows_a_leader(building, leader):
    with pytest.raises(ValidationError):
        appoint(UserFactory(), kind="leader", place=building, by=None)
    end_office(leader.offices.get(), by=None)
    assert appoint(UserFactory(), kind="leader", place=building, by=None).pk


def test_an_office_ends_once(leader):
    office = leader.offices.get()
    end_office(office, by=None)
    with pytest.raises(Refused):
        end_office(office, by=None)


def test_an_office_that_ends_today_gives_no_right_today(building, leader):
    assert leader.standing_in(building).leader
    end_office(leader.offices.get(), by=None)
    fresh = type(leader).objects.get(pk=leader.pk)
    assert not fresh.standing_in(Building.objects.get(pk=building.pk)).leader


def test_a_standing_is_read_once_however_often_it_is_asked(
    building, leader, django_assert_num_queries
):
    """tests/conftest.py checks every request that any test makes."""
    fresh = type(leader).objects.get(pk=leader.pk)
    with django_assert_num_queries(1):
        seen = [fresh.standing_in(Building(pk=building.pk)) for _rule in range(3)]
    assert seen == [leader.standing_in(building)] * 3
    fresh = User.objects.get(pk=leader.pk)
    with django_assert_num_queries(1):  # the door's own
        at_the_door = building_with_access(building.slug, fresh)
        assert fresh.standing_in(at_the_door).leader


def test_a_membership_holds_from_its_first_day_to_before_its_last(building):
    today = timezone.localdate()
    future = MembershipFactory(household__building=building, since=today + dt.timedelta(days=1))
    past = MembershipFactory(household__building=building, until=today)
    assert [m.user.standing_in(building).member for m in (future, past)] == [False, False]


def test_staff_serve_their_neighbourhood_and_no_other(building, staff):
    other = BuildingFactory(neighbourhood=NeighbourhoodFactory())
    assert (staff.standing_in(building).staff, staff.standing_in(other).member) == (True, False)


def test_people_of_a_household_are_counted_by_age_band():
    assert Household(aged_0_6=1, aged_7_17=2, aged_18_59=3, aged_60_up=4).people == 10
