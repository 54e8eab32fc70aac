"""Progress of a file of many buildings, and which building a lane and a number mean."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from residents.models import Neighbourhood
from residents.roster.models import BatchBuilding, RosterBatch, RosterImport
from residents.roster.queries.batches import (
    BatchProgress,
    batches_about,
    batches_of,
    buildings_by_door,
)
from tests.factories import BuildingFactory, NeighbourhoodFactory, UserFactory

State = BatchBuilding.State
TODAY = timezone.localdate()


def entries(*states: str) -> list[BatchBuilding]:
    return [BatchBuilding(position=n, state=state) for n, state in enumerate(states)]


def undone(entry: BatchBuilding) -> BatchBuilding:
    entry.imported = RosterImport(pk=9, undone_at=timezone.now())
    return entry


@pytest.mark.parametrize(
    ("states", "total", "gone", "at", "goes_on"),
    [
        ((), 0, 0, None, False),
        (("left_out",), 0, 0, None, False),
        (("done", "waiting", "waiting"), 3, 1, 1, True),
        (("left_out", "done", "same", "refused"), 3, 3, None, False),
        (("done", "undoing", "undone", "stays"), 4, 3, 1, True),
        (("left_out", "undoing", "waiting"), 2, 0, 1, True),
    ],
)
def test_progress_counts_what_is_to_be_done_and_names_the_next(states, total, gone, at, goes_on):
    rows = entries(*states)
    progress = BatchProgress.of(rows)
    assert (progress.total, progress.gone, progress.goes_on) == (total, gone, goes_on)
    assert progress.current is (None if at is None else rows[at])


def test_what_was_done_refused_and_taken_back_is_counted_apart():
    progress = BatchProgress.of(
        entries("done", "done", "same", "refused", "undone", "stays", "left_out")
    )
    assert (progress.done, progress.refused, progress.undone, progress.stays) == (3, 1, 1, 1)
    assert progress.can_be_undone == 3
    assert BatchProgress.of(entries("done", "waiting")).can_be_undone == 0


def test_an_import_that_was_undone_by_itself_is_not_done_any_more():
    one, other = entries("done", "done")
    other.imported = RosterImport(pk=8)
    assert (undone(one).now, one.can_be_undone) == (State.UNDONE, False)
    assert (other.now, other.can_be_undone) == (State.DONE, True)
    assert BatchProgress.of([one, other]).can_be_undone == 1
    (same,) = entries("same")
    assert not same.can_be_undone


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lane", "number", "found"),
    [
        ("1200弄", "114", ["1200弄114"]),
        ("1300弄", "114", ["1300弄114"]),
        ("1400弄", "114", []),
        ("", "114", ["1200弄114", "1300弄114"]),
        ("", "9", ["9"]),
        ("1200弄", "9", ["9"]),
        ("逸仙路", "114", ["1200弄114", "1300弄114"]),
        ("", "3", []),
        ("", "7", []),
        ("", "8甲", ["8甲"]),
        ("", "8", []),
    ],
)
def test_a_number_means_the_building_of_its_lane_or_all_that_may_be_meant(lane, number, found):
    here = NeighbourhoodFactory()
    for own, door in (("1200弄", "114"), ("1300弄", "114"), ("", "9号"), ("", "8甲")):
        BuildingFactory(neighbourhood=here, lane=own, door_number=door)
    BuildingFactory(neighbourhood=here, door_number="3", until=TODAY)
    BuildingFactory(door_number="7")
    there = buildings_by_door(here)(lane, number)
    assert sorted(one.whole_number.removesuffix("号") for one in there) == found


@pytest.mark.django_db
def test_a_building_that_closes_later_may_still_be_meant():
    building = BuildingFactory(door_number="3", until=TODAY + dt.timedelta(days=1))
    assert buildings_by_door(building.neighbourhood)("", "3") == [building]


@pytest.mark.django_db
def test_batches_are_listed_the_newest_first_with_what_waits_in_them(django_assert_num_queries):
    here, user, other = NeighbourhoodFactory(), UserFactory(), UserFactory()
    batches = [
        RosterBatch.objects.create(neighbourhood=here, by=user, name=f"{n}") for n in range(2)
    ]
    RosterBatch.objects.create(neighbourhood=NeighbourhoodFactory(), by=other, undo_by=user)
    for position, state in enumerate(("waiting", "undoing", "done", "left_out")):
        batches[0].entries.create(position=position, floors=6, state=state)
    with django_assert_num_queries(1):
        rows = [*batches_of(Neighbourhood.objects.filter(pk=here.pk))]
        texts = [(one.name, one.buildings, one.open, one.done, str(one.by)) for one in rows]
    assert texts == [("1", 0, 0, 0, str(user)), ("0", 4, 2, 1, str(user))]
    assert (len(batches_about(user)), len(batches_about(other))) == (3, 1)
