from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.journal.models import Line
from louzu.lib.errors import Refused
from residents.changes.actions.sales import merge_owners, sell_flats, split_owner
from residents.models import Flat, Household, Owner, Ownership, RosterDraft
from residents.people.queries.buildings import count_people
from residents.roster.actions.roster import (
    confirm_roster,
    create_draft,
    delete_old_drafts,
    export_roster,
    import_roster,
)
from residents.roster.queries.roster import drafts_in, plan_for, roster_record_in
from residents.roster_parser.owners import SAME
from residents.roster_parser.plan import PlanChanged, plan_import
from residents.roster_parser.sheet import read_roster
from tests.factories import FlatFactory, HouseholdFactory, OwnerFactory
from tests.factories.roster import DATA, ROW, row, sheet

pytestmark = pytest.mark.django_db
FILES = ("roster-merged.xlsx", "roster-gb18030.csv", "roster-owners.xlsx")


def counts() -> list[int]:
    return [model.objects.count() for model in (Flat, Household, Owner, Ownership, Line)]


def take_in(building, *rows, by=None, **answers):
    """Import the rows with all doubts confirmed."""
    return import_roster(building, sheet(*rows), answers=answers, by=by, seen=True)


@pytest.mark.parametrize("name", FILES)
def test_a_messy_file_becomes_the_building_and_again_nothing(building, staff, name):
    found = read_roster((DATA / name).read_bytes())
    import_roster(building, found, answers={"陈美华": SAME}, by=staff)
    assert count_people(building) == {
        "households": 21,
        "people": 60,
        "aged_0_6": 5,
        "aged_7_17": 0,
        "aged_18_59": 31,
        "aged_60_up": 24,
    }
    before = counts()
    assert import_roster(building, found, answers={}, by=staff).steps == ()
    assert counts() == before


def test_one_owner_of_several_flats_and_co_owners(building):
    import_roster(
        building,
        read_roster((DATA / "roster-owners.xlsx").read_bytes()),
        answers={"陈美华": SAME},
        by=None,
    )
    held = {owner.name: {f.room for f in owner.flats.all()} for owner in Owner.objects.all()}
    assert (held["罗永福"], held["陈美华"], held["周强"]) == (
        {"601", "604"},
        {"404", "503"},
        {"201"},
    )
    assert held["吴玉珍、钱大海"] == {"202"}


def test_it_is_on_record_without_a_name(building, staff):
    take_in(building, ROW, row("303", 人数="1"), by=staff)
    line = Line.objects.get()
    assert (line.verb, line.actor, line.office) == ("residents.roster_imported", staff, "staff")
    assert (line.subject_title, line.audience) == ("新增2户", "residents")


@pytest.mark.parametrize("bad", [row("304", 人数="几个"), row("302"), ["", "80", "王"]])
def test_one_bad_row_and_nothing_is_written(building, bad):
    with pytest.raises(Refused):
        take_in(building, ROW, bad)
    assert counts() == [0] * 5


GOOD = st.sampled_from(
    [row("201", 人数="2"), row("202", 业主="王建国"), row("203"), row("204室", 建筑面积="80㎡")]
)
BAD = st.sampled_from(
    [
        row("301", 人数="两三个"),
        row("301", 建筑面积="很大"),
        row("三零一", 业主="李"),
        row("901", 人数="1"),
        row("301", 房屋性质="空置", 人数="1"),
        row("301", 手机="打不通"),
        row("301", 人数="=1+1"),
    ]
)


@given(st.lists(GOOD, unique_by=str), BAD, st.randoms())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
def test_wherever_the_bad_row_stands_nothing_is_written(building, good, bad, chance):
    rows = [*good, bad]
    chance.shuffle(rows)
    with pytest.raises(Refused):
        take_in(building, *rows)
    assert counts() == [0] * 5


def test_an_open_question_and_nothing_is_written(building):
    with pytest.raises(Refused, match="同名"):
        take_in(building, row("201", 业主="王建国"), row("301", 业主="王建国"))
    assert counts() == [0] * 5


def test_only_what_changed_is_written_and_the_past_of_a_flat_stays(building):
    take_in(building, ROW, row("303", 业主="李梅"))
    Ownership.objects.update(since=dt.date(2003, 5, 1))
    plan = take_in(building, row("302", 业主="赵敏", 备注="新搬来"), row("303", 业主="李梅"))
    assert (len(plan.changed), len(plan.same)) == (1, 1)
    today = timezone.localdate()
    past, now = Ownership.objects.filter(flat__room="302").order_by("pk")
    assert (past.owner.name, past.until) == ("王秀英", today)
    assert (now.owner.name, now.since, now.until) == ("赵敏", today, None)
    assert Household.objects.get(flat__room="302").note == "新搬来"
    assert Ownership.objects.filter(flat__room="303").count() == 1


def test_a_flat_that_stands_without_a_household_gets_one(building):
    flat = Flat.objects.create(building=building, floor=3, room="302")
    take_in(building, ROW)
    assert Household.objects.get().flat == flat


def test_an_owner_gets_the_phone_of_the_file(building):
    take_in(building, row("201", 业主="王建国"))
    take_in(building, row("201", 业主="王建国", 手机="13800138000"))
    assert Owner.objects.get().phone == "13800138000"
    assert Ownership.objects.count() == 1


def test_a_row_without_an_owner_leaves_the_new_phone_of_another_row(building):
    take_in(building, row("201", 业主="王建国", 手机="13800138000"), row("301"))
    Ownership.objects.create(flat=Flat.objects.get(room="301"), owner=Owner.objects.get())
    for rooms in (("201", "301"), ("301", "201")):
        phone = f"1390013900{rooms[0][0]}"
        data = {"201": {"业主": "王建国", "手机": phone}, "301": {"备注": phone}}
        take_in(building, *(row(room, **data[room]) for room in rooms))
        assert Owner.objects.get().phone == phone


def test_an_owner_who_leaves_one_day_still_owns_today(building):
    take_in(building, row("201", 业主="王建国"))
    Ownership.objects.update(until=timezone.localdate() + dt.timedelta(days=30))
    assert roster_record_in(building).homes[0].owner.name == "王建国"


def test_a_sale_entered_for_later_outlives_an_import(building, staff):
    take_in(building, row("201", 业主="王建国"))
    buyer, day = OwnerFactory(building=building, name="买家"), timezone.localdate()
    day += dt.timedelta(days=10)
    sell_flats([Flat.objects.get()], to=buyer, on=day, who_lives="stay", by=staff)
    take_in(building, row("201", 业主="王建国", 备注="养狗"))
    assert Ownership.objects.current(day).get().owner == buyer
    assert Owner.objects.count() == 2
    with pytest.raises(Refused, match="以后要换业主"):
        take_in(building, row("201", 业主="李四"))
    assert Ownership.objects.current(day).get().owner == buyer


TWO = (
    row("201", 业主="张三", 手机="13800138000"),
    row("301", 业主="张叁", 手机="13900139000"),
)


def owners_by_room() -> dict[str, str]:
    held = Ownership.objects.current().select_related("flat", "owner")
    return {one.flat.room: one.owner.name for one in held}


def test_owners_merged_at_the_desk_stay_one_when_the_same_file_comes_again(building, staff):
    take_in(building, *TWO)
    owner, other = Owner.objects.order_by("pk")
    merge_owners(owner, [other], by=staff)
    assert take_in(building, *TWO).steps == ()
    assert owners_by_room() == {"201": "张三", "301": "张三"}
    plan = plan_import(sheet(*TWO, row("401", 业主="张叁")), roster_record_in(building))
    assert [(q.rooms, q.others) for q in plan.asked] == [(("201", "301"), ("401",))]


def test_owners_who_are_two_again_change_hands_by_a_file(building, staff):
    take_in(building, *TWO)
    owner, other = Owner.objects.order_by("pk")
    merge_owners(owner, [other], by=staff)
    split_owner(owner, [Flat.objects.get(room="301")], to=other, by=staff)
    assert take_in(building, *TWO).steps == ()
    assert owners_by_room() == {"201": "张三", "301": "张叁"}
    take_in(building, row("201", 业主="张叁", 手机="13900139000"))
    assert owners_by_room() == {"201": "张叁", "301": "张叁"}


def test_an_import_is_refused_where_the_only_household_comes_later(building, staff):
    flat = FlatFactory(building=building, room="201", floor=2)
    day = timezone.localdate() + dt.timedelta(days=10)
    home = HouseholdFactory(building=building, flat=flat, since=day)
    with pytest.raises(Refused, match="已经登记了别的人家"):
        take_in(building, row("201", 业主="王建国", 人数="2"))
    assert Household.objects.get() == home


def test_a_household_that_vanished_stays(building):
    take_in(building, ROW, row("303"))
    plan = take_in(building, ROW)
    assert [home.room for home in plan.vanished] == ["303"]
    assert Household.objects.count() == 2


def test_what_was_shown_is_what_is_done_once(building, staff):
    draft = create_draft(building, sheet(ROW), name="名册.csv", by=staff)
    shown = plan_for(draft).digest
    assert len(confirm_roster(draft, answers={}, shown=shown, by=staff).made) == 1
    with pytest.raises(Refused, match="已经导入"):
        confirm_roster(draft, answers={}, shown=shown, by=staff)
    assert Household.objects.count() == 1


def test_a_record_that_moved_meanwhile_is_shown_again(building, staff):
    draft = create_draft(building, sheet(ROW), name="名册.csv", by=staff)
    shown = plan_for(draft).digest
    take_in(building, row("302", 人数="1"))
    with pytest.raises(PlanChanged):
        confirm_roster(draft, answers={}, shown=shown, by=staff)
    confirm_roster(draft, answers={}, shown=plan_for(draft).digest, by=staff)
    assert Household.objects.get().people == 3


def test_a_draft_is_of_its_person_and_of_a_day(building, staff, foreign_staff):
    first = create_draft(building, sheet(ROW), name="一", by=staff)
    draft = create_draft(building, sheet(ROW), name="二", by=staff)
    assert [*RosterDraft.objects.all()] == [draft]
    assert drafts_in(building, foreign_staff).count() == 0
    for pk in (first.pk, draft.pk):
        with pytest.raises(Refused):
            confirm_roster(RosterDraft(pk=pk), answers={}, shown="", by=foreign_staff)
    assert delete_old_drafts() == 0
    RosterDraft.objects.update(at=timezone.now() - dt.timedelta(days=1, minutes=1))
    assert drafts_in(building, staff).count() == 0
    assert delete_old_drafts() == 1


def test_an_export_is_the_record_and_is_recorded(building, staff):
    take_in(building, ROW, row("303", 业主="李梅、王强", 手机="13800138000"))
    content = export_roster(building, by=staff)
    assert plan_import(read_roster(content), roster_record_in(building)).steps == ()
    line = Line.objects.latest("number")
    assert (line.verb, line.subject_title, line.audience) == (
        "residents.roster_exported",
        "2户",
        "leaders",
    )


def test_many_homes_cost_as_many_statements_as_two(building):
    def cost(*rows):
        with CaptureQueriesContext(connection) as seen:
            take_in(building, *rows)
        return len(seen)

    rooms = [f"{floor}0{door}" for floor in (1, 2, 3, 4) for door in (1, 2, 3)]
    first, few, many = rooms[:1], rooms[1:3], rooms[3:]
    cost(*(row(r, 业主=f"甲{r}") for r in first))
    assert cost(*(row(r, 业主=f"甲{r}") for r in few)) == cost(
        *(row(r, 业主=f"甲{r}") for r in many)
    )
    again = cost(*(row(r, 业主=f"乙乙{r}", 人数="2", 建筑面积="70") for r in few))
    assert again == cost(*(row(r, 业主=f"乙乙{r}", 人数="2", 建筑面积="70") for r in many))
    assert Ownership.objects.filter(until=None).count() == len(rooms)
