"""A file of many buildings: stored, confirmed, and imported building by building, each exactly
once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.changes.actions.sales import merge_owners
from residents.joining.actions.slips import print_slips
from residents.models import (
    BatchBuilding,
    Building,
    Household,
    Ownership,
    RosterBatch,
    RosterColumn,
    RosterImport,
    Slip,
)
from residents.roster.actions.batches import (
    answer_for_building,
    choose_sheet_for_building,
    confirm_batch,
    create_batch,
    delete_old_batches,
    process_next_building,
    set_batch_options,
    undo_batch,
)
from residents.roster.actions.roster import import_roster
from residents.roster.queries.batches import batch_part_of, batch_preview_of
from residents.roster_parser.owners import APART, SAME
from residents.roster_parser.plan import PlanChanged
from tests.factories import MembershipFactory
from tests.factories.roster import row, sheet
from tests.residents.roster_parser.files import HEAD, read

pytestmark = pytest.mark.django_db
ROWS = [
    ["115", "101", "王", "2"],
    ["115", "201", "李", "3"],
    ["114", "301", "张", "1"],
    ["116", "101", "赵", "1"],
]


def kept(building, by, *rows, name="名册.xlsx", **more) -> RosterBatch:
    whole = read(HEAD, *(rows or ROWS), **more)
    return create_batch(building.neighbourhood, whole, name=name, by=by)


def confirmed(batch, by, *, seen=False) -> RosterBatch:
    confirm_batch(batch, shown=batch_preview_of(batch).digest, seen=seen, by=by)
    return batch


def finished(batch) -> list[str]:
    """Import all buildings, and return them in order."""
    done = []
    while entry := process_next_building(batch):
        done.append(str(entry))
    return done


def states(batch) -> dict[str, str]:
    return {str(entry): entry.state for entry in batch.entries.all()}


def homes() -> dict[str, int]:
    return {
        number: Household.objects.filter(building__door_number=number).count()
        for number in Building.objects.values_list("door_number", flat=True)
    }


def test_a_file_is_shown_confirmed_and_imported_building_by_building(building, staff):
    batch = kept(building, staff)
    preview = batch_preview_of(batch)
    assert [(str(p.entry), p.entry.building, len(p.plan.made)) for p in preview.parts] == [
        ("114号", building, 1),
        ("115号", None, 2),
        ("116号", None, 1),
    ]
    assert (preview.households, preview.people) == (4, 7)
    confirmed(batch, staff)
    assert homes() == {"114": 0}
    assert finished(batch) == ["114号", "115号", "116号"]
    assert homes() == {"114": 1, "115": 2, "116": 1}
    assert states(batch) == {"114号": "done", "115号": "done", "116号": "done"}
    made = Building.objects.get(door_number="115")
    assert (made.floors, made.slug, made.neighbourhood) == (2, "115", building.neighbourhood)
    assert list(
        Line.objects.filter(building=made).values_list("verb", "actor").order_by("number")
    ) == [
        ("residents.record_added", staff.pk),
        ("residents.roster_imported", staff.pk),
    ]
    assert not batch.entries.exclude(sheet=None).exists()
    assert RosterImport.objects.filter(batch_entry__batch=batch, name="名册.xlsx").count() == 3


def test_the_same_file_again_changes_nothing(building, staff):
    finished(confirmed(kept(building, staff), staff))
    lines = Line.objects.count()
    again = confirmed(kept(building, staff), staff)
    finished(again)
    assert set(states(again).values()) == {"same"}
    assert Line.objects.count() == lines


def test_owners_merged_at_the_desk_stay_one_in_the_same_file(building, staff):
    head = ["楼号", "室号", "业主", "电话"]
    rows = [["115", "101", "张三", "13800138000"], ["115", "201", "张叁", "13900139000"]]

    def imported():
        batch = create_batch(building.neighbourhood, read(head, *rows), name="名册.xlsx", by=staff)
        finished(confirmed(batch, staff))
        return states(batch)

    imported()
    owner, other = Building.objects.get(door_number="115").owners.order_by("pk")
    merge_owners(owner, [other], by=staff)
    assert imported() == {"115号": "same"}
    assert set(Ownership.objects.current().values_list("owner", flat=True)) == {owner.pk}


def test_floors_are_changed_and_buildings_left_out(building, staff):
    batch = kept(building, staff)
    new = batch.entries.get(door_number="115")
    out = batch.entries.get(door_number="116")
    set_batch_options(batch, floors={new.pk: 24, batch.entries.first().pk: 99}, left_out={out.pk})
    finished(confirmed(batch, staff))
    assert {b.door_number: b.floors for b in Building.objects.all()} == {
        "114": building.floors,
        "115": 24,
    }
    assert states(batch)["116号"] == "left_out"


def test_what_cannot_be_read_holds_up_the_whole_until_it_is_left_out(building, staff):
    batch = kept(building, staff, *ROWS, ["117", "101", "王", "几个"])
    with pytest.raises(Refused, match="117号还不能导入"):
        confirmed(batch, staff)
    set_batch_options(batch, floors={}, left_out={batch.entries.get(door_number="117").pk})
    finished(confirmed(batch, staff))
    assert "117" not in homes()


def test_questions_about_owners_are_answered_building_by_building(building, staff):
    batch = kept(building, staff, ["115", "101", "王建国", "2"], ["115", "201", "王建国", "3"])
    with pytest.raises(Refused, match="115号还不能导入"):
        confirmed(batch, staff)
    entry = batch.entries.get()
    answer_for_building(entry, {"王建国": SAME}, shown=batch_part_of(entry).digest)
    finished(confirmed(batch, staff))
    assert Building.objects.get(door_number="115").owners.count() == 1


def test_one_of_two_sheets_is_chosen(building, staff):
    pages = [read(HEAD, ["115", "101", "王", "1"], name=name).shares[0].sheet for name in "甲乙"]
    whole = read(HEAD, ["115", "101", "王", "1"])
    batch = create_batch(building.neighbourhood, whole, name="a", by=staff)
    entry = batch.entries.get()
    entry.sheet = {**pages[0].as_json(), "choices": [page.as_json() for page in pages]}
    entry.save()
    with pytest.raises(Refused, match="还不能导入"):
        confirmed(batch, staff)
    with pytest.raises(Refused, match="选一张"):
        choose_sheet_for_building(entry, 2)
    choose_sheet_for_building(entry, 1)
    assert batch_preview_of(batch).parts[0].plan.sheet.page == "乙"


def test_doubts_are_looked_at_once_for_all(building, staff):
    batch = kept(building, staff, ["", "101", "孙", "1"], *ROWS, ["合计", "", "", "9"])
    doubts = batch_preview_of(batch).doubts
    assert [doubt[:12] for doubt in doubts] == ["“名册”里有1行没有写是", "表里第7行的合计，人数是"]
    with pytest.raises(Refused, match="看一看"):
        confirmed(batch, staff)
    confirmed(batch, staff, seen=True)


def test_what_moved_since_it_was_shown_is_shown_again(building, staff):
    batch = kept(building, staff)
    shown = batch_preview_of(batch).digest
    import_roster(
        building, sheet(["301", "80", "张", "", "2", "", "", "", "", ""]), answers={}, by=None
    )
    with pytest.raises(PlanChanged):
        confirm_batch(batch, shown=shown, seen=True, by=staff)


def test_what_moves_between_confirming_and_its_turn_is_told_and_the_others_go_on(building, staff):
    batch = confirmed(kept(building, staff), staff)
    import_roster(
        building, sheet(["301", "80", "张", "", "2", "", "", "", "", ""]), answers={}, by=None
    )
    finished(batch)
    assert states(batch) == {"114号": "refused", "115号": "done", "116号": "done"}
    assert "名册又有了变动" in batch.entries.get(door_number="114").why


def test_a_building_made_meanwhile_is_not_made_twice(building, staff):
    batch = confirmed(kept(building, staff), staff)
    Building.objects.create(
        neighbourhood=building.neighbourhood, door_number="115", slug="x", floors=6
    )
    finished(batch)
    assert states(batch)["115号"] == "refused"
    assert Building.objects.filter(door_number="115").count() == 1
    assert batch.entries.get(door_number="115").building is None


def test_an_interrupted_batch_continues_where_it_stopped(building, staff, monkeypatch):
    """As after kill -9: the interrupted building is unchanged."""
    batch = confirmed(kept(building, staff), staff)
    process_next_building(batch)
    with monkeypatch.context() as patched:
        patched.setattr("residents.roster.actions.batches.RosterImport", None)
        with pytest.raises(AttributeError):
            process_next_building(batch)
    assert homes() == {"114": 1}
    assert finished(batch) == ["115号", "116号"]
    assert homes() == {"114": 1, "115": 2, "116": 1}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_import_each_building_once(building, staff):
    batch = confirmed(kept(building, staff), staff)

    def go(_n):
        try:
            return finished(batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = [door for doors in pool.map(go, range(3)) for door in doors]
    assert sorted(done) == ["114号", "115号", "116号"]
    assert homes() == {"114": 1, "115": 2, "116": 1}
    assert RosterImport.objects.count() == 3


def test_it_is_confirmed_once(building, staff):
    batch = kept(building, staff)
    shown = batch_preview_of(batch).digest
    confirm_batch(batch, shown=shown, seen=False, by=staff)
    with pytest.raises(Refused, match="已经确认过"):
        confirm_batch(batch, shown=shown, seen=False, by=staff)
    with pytest.raises(Refused, match="已经确认过"):
        set_batch_options(batch, floors={}, left_out=set())
    assert process_next_building(kept(building, staff)) is None


def test_two_lanes_with_the_same_number(building, staff):
    for lane in ("1200弄", "1300弄"):
        Building.objects.create(
            neighbourhood=building.neighbourhood,
            lane=lane,
            door_number="9",
            slug=lane[:4],
            floors=6,
        )
    rows = [["1300弄9号", "101", "王", "1"], ["8", "101", "王", "1"]]
    batch = kept(building, staff, *rows)
    assert [str(e.building) for e in batch.entries.filter(door_number="9")] == ["1300弄9号"]
    batch = kept(building, staff, ["9", "101", "王", "1"])
    assert [(e.state, e.why) for e in batch.entries.all()] == [
        ("refused", "有几条弄都有这个号码，表里没有写是哪条弄。")
    ]


def test_two_lanes_do_not_share_a_building_without_a_lane(building, staff):
    rows = [
        ["1200弄114号", "301", "王", "1"],
        ["1300弄114号", "301", "李", "2"],
        ["115", "101", "赵", "1"],
    ]
    batch = kept(building, staff, *rows)
    refused = batch.entries.filter(state="refused")
    assert [(str(e), e.building, e.sheet) for e in refused] == [
        ("1200弄114号", None, None),
        ("1300弄114号", None, None),
    ]
    assert all("1200弄114号、1300弄114号" in entry.why for entry in refused)
    assert finished(confirmed(batch, staff)) == ["115号"]
    assert homes()["114"] == 0

    building.lane = "1200弄"
    building.save()
    batch = kept(building, staff, *rows)
    assert [(str(e), e.building) for e in batch.entries.filter(door_number="114")] == [
        ("1200弄114号", building),
        ("1300弄114号", None),
    ]
    finished(confirmed(batch, staff))
    lanes = Household.objects.values_list("building__lane", flat=True)
    assert sorted(lanes) == ["", "1200弄", "1300弄"]


def test_a_building_without_a_lane_is_asked_about_where_the_file_has_one(building, staff):
    batch = kept(building, staff, ["1300弄114号", "301", "李", "2"])
    (doubt,) = batch_preview_of(batch).doubts
    assert "1300弄114号" in doubt
    with pytest.raises(Refused, match="看一看"):
        confirmed(batch, staff)


def test_a_preview_costs_as_many_statements_for_ten_buildings_as_for_two(building, staff):
    def cost(number):
        rows = [[str(200 + n), "101", "王", "1"] for n in range(number)]
        batch = kept(building, staff, *rows, ["114", "101", "李", "1"])
        with CaptureQueriesContext(connection) as seen:
            batch_preview_of(batch)
        return len(seen)

    assert cost(2) == cost(10)


def test_all_of_it_is_taken_back_but_where_somebody_joined(building, staff):
    batch = confirmed(kept(building, staff), staff)
    with pytest.raises(Refused, match="还没有导入完"):
        undo_batch(batch, by=staff)
    finished(batch)
    print_slips(list(Household.objects.filter(building__door_number="115")), by=staff)
    MembershipFactory(household=Household.objects.get(building__door_number="116"))
    assert undo_batch(batch, by=staff) == 3
    finished(batch)
    assert states(batch) == {"114号": "undone", "115号": "undone", "116号": "stays"}
    assert batch.entries.get(door_number="116").why == "101室：已经有人加入。"
    assert homes() == {"114": 0, "115": 0, "116": 1}
    assert not Slip.objects.exists()
    verb = Line.objects.filter(building=building).latest("number").verb
    assert verb == "residents.roster_import_undone"


def test_what_nobody_confirmed_is_forgotten_after_a_day(building, staff):
    shown = kept(building, staff)
    done = confirmed(kept(building, staff), staff)
    assert not RosterBatch.objects.filter(pk=shown.pk).exists()
    left = kept(building, staff)
    process_next_building(done)
    RosterBatch.objects.update(at=timezone.now() - dt.timedelta(days=2))
    assert delete_old_batches() == 1
    assert not RosterBatch.objects.filter(pk=left.pk).exists()
    assert states(done) == {"114号": "done", "115号": "refused", "116号": "refused"}
    assert not BatchBuilding.objects.exclude(sheet=None).exists()
    done.refresh_from_db()
    assert done.rest == {}


def test_an_answer_changed_meanwhile_is_looked_at_again(building, staff):
    batch = kept(building, staff, ["114", "301", "张", "1"], ["114", "302", "张", "1"])
    entry = batch.entries.get()
    asked = batch_part_of(entry).digest
    answer_for_building(entry, {"张": SAME}, shown=asked)
    shown = batch_preview_of(batch).digest
    answer_for_building(entry, {"张": APART}, shown=asked)
    with pytest.raises(PlanChanged):
        confirm_batch(batch, shown=shown, seen=True, by=staff)


def test_columns_that_were_said_before_are_read(building, staff):
    RosterColumn.objects.create(
        neighbourhood=building.neighbourhood,
        heading="65岁以上",
        header="65岁以上",
        field="aged_60_up",
        by=staff,
    )
    head = [*HEAD, "65岁以上"]
    whole = read(head, ["114", "301", "甲", "3", "2"], ["115", "301", "乙", "3", "1"])
    batch = create_batch(building.neighbourhood, whole, name="名册.xlsx", by=staff)
    preview = batch_preview_of(batch)
    assert [part.aged_60_up for part in preview.parts] == [2, 1]
    assert not preview.has_doubts
    confirmed(batch, staff)
    finished(batch)
    assert sorted(Household.objects.values_list("aged_60_up", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_answers_are_not_taken_while_the_questions_move(building, staff):
    """A colleague's import of another roster is uncommitted when the answer arrives."""
    rows = [
        ["114", room, name, "1"] for name, room in (("李", "301"), ("李", "302"), ("张", "401"))
    ]
    entry = kept(building, staff, *rows).entries.get()
    shown = batch_part_of(entry).digest
    began, answering = Event(), Event()

    def colleague():
        with transaction.atomic():
            import_roster(building, sheet(row("301", 业主="王")), answers={}, by=staff, seen=True)
            began.set()
            answering.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(colleague)
        began.wait(10)
        answering.set()
        with pytest.raises(PlanChanged):
            answer_for_building(entry, {"李": SAME}, shown=shown)
        other.result()
    entry.refresh_from_db()
    assert entry.answers == {}
