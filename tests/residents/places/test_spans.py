"""Records that ended are in no list of later days, and in every list of earlier ones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.canvass.models import Canvass, Electorate
from governance.canvass.queries.roster import roster_of
from residents.models import Flat, Household, Ownership
from residents.neighbours.queries import households_in
from residents.people.queries.buildings import count_people
from residents.roster.actions.roster import import_roster
from residents.roster.queries.roster import roster_record_in
from residents.roster_parser.sheet import read_roster
from tests.factories import FlatFactory, HouseholdFactory, OwnerFactory
from tests.factories.roster import HEADER, csv_of, row

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TOMORROW, None, False),
        (None, TOMORROW, True),
        (None, TODAY, False),
        (TODAY, TODAY, False),
    ],
)
def test_a_household_lives_there_from_its_first_day_up_to_its_last(building, since, until, there):
    HouseholdFactory(building=building, since=since, until=until)
    assert Household.objects.living_in(building).exists() is there
    assert len(households_in(building)) == there
    assert count_people(building)["people"] == 2 * there


def test_the_roster_of_another_day_is_told_as_well(building):
    HouseholdFactory(building=building, since=YESTERDAY, until=TODAY)
    days = [YESTERDAY - dt.timedelta(days=1), YESTERDAY, TODAY]
    found = [Household.objects.living_in(building, on=day).count() for day in days]
    assert found == [0, 1, 0]


def test_a_flat_has_one_household_after_another(building):
    flat = FlatFactory(building=building)
    HouseholdFactory(building=building, flat=flat, until=TODAY)
    HouseholdFactory(building=building, flat=flat, since=TODAY, until=TOMORROW)
    HouseholdFactory(building=building, flat=flat, since=TOMORROW)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdFactory(building=building, flat=flat, since=YESTERDAY, until=TODAY)


def test_a_room_number_is_free_again_once_its_flat_is_closed(building):
    FlatFactory(building=building, room="302", until=TODAY)
    FlatFactory(building=building, room="302", since=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        FlatFactory(building=building, room="302")


def test_nothing_ends_before_it_begins(building):
    with pytest.raises(Exception, match="range"), transaction.atomic():
        FlatFactory(building=building, since=TODAY, until=YESTERDAY)


def test_a_closed_flat_is_asked_by_no_owners_vote(building):
    closed = FlatFactory(building=building, until=TODAY)
    flat = FlatFactory(building=building)
    for one in (closed, flat):
        owner = OwnerFactory(building=building)
        Ownership.objects.create(flat=one, owner=owner, since=dt.date(2020, 1, 1))
    roster = roster_of(Canvass(building=building, electorate=Electorate.OWNERS))
    assert [place.flat for line in roster.lines for place in line.places] == [flat]
    assert roster.without_owner == ()


def test_a_closed_flat_without_owner_keeps_no_vote_from_opening(building):
    FlatFactory(building=building, until=TODAY)
    roster = roster_of(Canvass(building=building, electorate=Electorate.OWNERS))
    assert roster.without_owner == ()


def test_who_lived_there_before_does_not_answer_for_the_owner(building):
    flat = FlatFactory(building=building)
    HouseholdFactory(building=building, flat=flat, until=TODAY)
    home = HouseholdFactory(building=building, flat=flat, since=TODAY)
    Ownership.objects.create(flat=flat, owner=OwnerFactory(building=building), since=YESTERDAY)
    roster = roster_of(Canvass(building=building, electorate=Electorate.OWNERS))
    assert [place.answering for place in roster.lines[0].places] == [home.pk]


def test_a_roster_does_not_see_what_is_closed(building):
    flat = FlatFactory(building=building, room="301")
    HouseholdFactory(building=building, flat=flat, contact="张三", until=TODAY)
    HouseholdFactory(building=building, flat=flat, contact="李四", since=TODAY)
    closed = FlatFactory(building=building, room="302", until=TODAY)
    HouseholdFactory(building=building, flat=closed, until=TODAY)
    homes = roster_record_in(building).homes
    assert [(home.room, home.contact) for home in homes] == [("301", "李四")]


def test_importing_a_room_that_was_closed_makes_a_new_flat(building):
    closed = FlatFactory(building=building, room="302", until=TODAY)
    HouseholdFactory(building=building, flat=closed, until=TODAY)
    sheet = read_roster(csv_of(HEADER, row("302", 业主="王建国", 人数="2")))
    import_roster(building, sheet, answers={}, by=None)
    flats = Flat.objects.filter(building=building, room="302").order_by("pk")
    assert [flat.since for flat in flats] == [None, TODAY]
    assert [str(home.flat_id) for home in Household.objects.living_in(building)] == [
        str(flats[1].pk)
    ]
