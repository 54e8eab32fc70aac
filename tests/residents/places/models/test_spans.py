"""No record lasts longer than a later closing of its place, however it is written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from residents.changes.actions.buildings import close_building
from residents.changes.actions.closing import close_flat
from residents.joining.actions.joining import enroll_neighbour
from residents.models import (
    Building,
    Flat,
    Household,
    Membership,
    Office,
    Owner,
    OwnerAccess,
    Ownership,
    RosterImport,
    User,
)
from residents.people.actions.offices import appoint
from residents.people.actions.records import save_record
from residents.people.rules import standing_of
from residents.places.models.spans import DatedRecord, Span
from residents.roster.actions.imports import undo_import
from residents.roster.actions.roster import import_roster
from tests.factories import (
    BuildingFactory,
    FlatFactory,
    HouseholdFactory,
    MembershipFactory,
    OwnerFactory,
    UserFactory,
)
from tests.factories.owners import answer_for_owner, make_absent_owner
from tests.factories.roster import ROW, row, sheet

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER, LATEST = (TODAY + dt.timedelta(days=n) for n in (3, 20, 40))


def rows_for(building: Building) -> dict[type, dict[str, object]]:
    """Return the fields of a row of each dated model, except for the days."""
    flat = FlatFactory(building=building, room="909")
    home = HouseholdFactory(building=building, flat=flat)
    empty = FlatFactory(building=building, room="908")
    return {
        Flat: {"building": building, "room": "907", "floor": 9},
        Household: {"building": building, "flat": empty},
        Ownership: {"flat": empty, "owner": OwnerFactory(building=building)},
        Membership: {"household": home, "user": UserFactory()},
        Office: {"building": building, "kind": "volunteer", "user": UserFactory()},
    }


DATED = [
    model
    for model in apps.get_models()
    if issubclass(model, Span | DatedRecord) and model not in {Building, OwnerAccess}
]
"""Without ``OwnerAccess``, which holds as long as the flat is the owner's."""


def made_by(how: str, model, **fields):
    if how == "one":
        return model.objects.create(**fields)
    return model.objects.bulk_create([model(**fields)])[0]


@pytest.mark.parametrize("how", ["one", "many"])
@pytest.mark.parametrize(("text", "ends"), [(None, LATER), (LATEST, LATER), (SOON, SOON)])
@pytest.mark.parametrize("model", DATED, ids=lambda model: model.__name__)
def test_whatever_is_written_below_a_building_ends_with_it(building, clerk, model, text, ends, how):
    needs = rows_for(building)[model]
    close_building(building, on=LATER, by=clerk)
    row = made_by(how, model, **needs, since=TODAY, until=text)
    row.refresh_from_db()
    assert row.until == ends
    if model is not Office:  # its end is never changed
        model.objects.filter(pk=row.pk).update(until=None)
        row.refresh_from_db()
        assert row.until == LATER


@pytest.mark.parametrize("model", DATED, ids=lambda model: model.__name__)
def test_what_begins_after_the_closing_never_begins(building, clerk, model):
    needs = rows_for(building)[model]
    close_building(building, on=LATER, by=clerk)
    row = model.objects.create(**needs, since=LATEST)
    row.refresh_from_db()
    assert row.until == LATEST


def test_who_answers_for_an_owner_does_so_no_longer_than_the_flat_is_theirs(
    building, clerk, time_machine
):
    owner = make_absent_owner(building)
    user = answer_for_owner(owner)
    assert standing_of(user, building).owned == (owner.pk,)
    close_building(building, on=SOON, by=clerk)
    time_machine.move_to(dt.datetime.combine(SOON, dt.time(12), dt.UTC) + dt.timedelta(days=1))
    again = User.objects.get(pk=user.pk)
    assert standing_of(again, Building.objects.get(pk=building.pk)).owned == ()


def outliving(building: Building) -> list[object]:
    return [
        row
        for model, path in {
            Flat: "building",
            Household: "building",
            Ownership: "flat__building",
            Membership: "household__building",
            Office: "building",
        }.items()
        for row in model.objects.current(LATER).filter(**{path: building})
    ]


def by_desk(building, clerk):
    flat = FlatFactory.build(building=building, room="905", floor=9)
    save_record(flat, changed=(), added=True, by=clerk)
    save_record(
        HouseholdFactory.build(building=building, flat=flat), changed=(), added=True, by=clerk
    )
    held = Ownership(flat=flat, owner=Owner.objects.first() or OwnerFactory(building=building))
    save_record(held, changed=(), added=True, by=clerk)


def by_import(building, clerk):
    import_roster(
        building, sheet(ROW, row("303", 业主="李梅")), answers={}, by=clerk, seen=True, name="名册"
    )


def by_a_sale_in_an_import(building, clerk):
    by_import(building, clerk)
    new = sheet(row("303", 业主="赵敏"))
    import_roster(building, new, answers={}, by=clerk, seen=True, name="名册")


def by_people(building, clerk):
    appoint(UserFactory(), kind="volunteer", place=building, by=clerk)
    home = Household.objects.living_in(building).first()
    enroll_neighbour(home, shown_name="丙", by=clerk)


WAYS = [by_desk, by_import, by_a_sale_in_an_import, by_people]


@pytest.mark.parametrize("what", ["building", "flat"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_in_outlives_the_closing(building, clerk, what, way):
    """``actions/test_closing.py`` tests the other ways."""
    flat = FlatFactory(building=building, room="303", floor=3)
    MembershipFactory(household__building=building, household__flat=flat)
    if what == "building":
        close_building(building, on=LATER, by=clerk)
    else:
        close_flat(flat, on=LATER, by=clerk)
    way(building, clerk)
    left = [one for one in outliving(building) if what == "building" or "303" in str(one)]
    assert left == []


def test_an_import_before_a_closing_is_taken_back_all_the_same(building, clerk):
    """The closing does not count as a change of the rows."""
    by_import(building, clerk)
    close_building(building, on=LATER, by=clerk)
    undo_import(RosterImport.objects.get(), by=clerk)
    assert not Flat.objects.filter(building=building).exists()


def test_an_import_into_a_building_that_closes_later_is_taken_back(clerk):
    building = BuildingFactory(slug="21", door_number="21")
    flat = FlatFactory(building=building, room="303", floor=3)
    owner = OwnerFactory(building=building, name="李梅")
    held = Ownership.objects.create(flat=flat, owner=owner, since=dt.date(2020, 1, 1))
    close_building(building, on=LATER, by=clerk)
    new = sheet(row("303", 业主="赵敏"))
    import_roster(building, new, answers={}, by=clerk, seen=True, name="名册")
    undo_import(RosterImport.objects.get(), by=clerk)
    held.refresh_from_db()
    assert (held.until, held.own_until) == (LATER, None)
