from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.roster_parser.home_changes import FieldChange
from residents.roster_parser.plan import HomeTotals, plan_import
from residents.roster_parser.record import Party
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import SkippedRows
from tests.factories.roster import DATA, HEADER, csv_of, home, record, row, sheet

FULL = row("302室", 建筑面积="81.16", 业主="王秀英", 人数="3", **{"60岁以上": "2"})


def told(plan) -> list[tuple[int, str, str]]:
    return [(wrong.row, wrong.column, wrong.cell) for wrong in plan.problems]


@pytest.mark.parametrize("name", ["roster-merged.xlsx", "roster-gb18030.csv", "roster-owners.xlsx"])
def test_a_messy_file_is_the_whole_building(name):
    plan = plan_import(read_roster((DATA / name).read_bytes()), record())
    assert plan.after == HomeTotals(households=21, people=60, aged_60_up=24, aged_0_6=5)
    assert (len(plan.made), plan.problems) == (21, ())


def test_what_the_file_says_is_made_changed_or_left_alone():
    there = record(home("302"), home("303", note="原来的"), home("401"))
    plan = plan_import(sheet(FULL, row("303", 备注="新的"), row("304", 人数="1")), there)
    assert [[s.after.room for s in steps] for steps in (plan.made, plan.changed, plan.same)] == [
        ["304"], ["303"], ["302"],
    ]  # fmt: skip
    assert plan.changed[0].changes == [FieldChange("备注", "原来的", "新的")]
    assert [gone.room for gone in plan.vanished] == ["401"]
    assert plan.after == HomeTotals(households=4, people=10, aged_60_up=6, aged_0_6=0)


def test_empty_cells_leave_what_is_on_record():
    full = home(contact="王秀英", phone="13800138000", note="敲门", occupancy="let", aged_7_17=1)
    assert plan_import(sheet(["302"]), record(full)).steps == ()


def test_changes_are_told_old_and_new_and_phones_masked():
    there = home(phone="13800138000", owner=Party("王秀英", "13800138000", pk=7))
    found = row("302", 建筑面积="82", 业主="李梅", 联系人="小李", 人数="4", 房屋性质="出租",
               手机="13811118000", **{"60岁以上": "2", "0-6岁": "1"})  # fmt: skip
    changes = plan_import(sheet(found), record(there)).changed[0].changes
    assert changes == [
        FieldChange("建筑面积（㎡）", "81.16", "82.00"),
        FieldChange("业主", "王秀英", "李梅"),
        FieldChange("业主电话", "138****8000", ""),
        FieldChange("户主/联系人", "", "小李"),
        FieldChange("0–6岁人数", "0", "1"),
        FieldChange("居住情况", "自住", "出租"),
        FieldChange("联系电话", "138****8000", "138****8000（不是同一个）"),
    ]


def test_an_area_rests_on_what_the_upload_or_its_column_says():
    plain = csv_of(HEADER, row("302", 建筑面积="80"), row("303", 建筑面积="81.16"), row("304"))
    there = record(home("303", area_source="survey"))
    plan = plan_import(read_roster(plain, area_source="contract"), there)
    assert [(s.after.area, s.after.area_source) for s in (*plan.made, *plan.same)] == [
        (Decimal("80.00"), "contract"), (None, ""), (Decimal("81.16"), "survey"),
    ]  # fmt: skip
    named = csv_of(["室号", "面积", "面积依据"], ["302", "80", "测绘"], ["303", "", "合同"])
    plan = plan_import(read_roster(named), there)
    assert [s.after.area_source for s in plan.steps] == ["survey", "contract"]


def test_problems_say_row_and_cell_and_the_others_are_still_read():
    plan = plan_import(
        sheet(
            row("三零二", 人数="1"), row("", 业主="王", 人数="1"), row("303", 人数="三四个", 手机="找老王"),
            row("305", 房屋性质="空置", 人数="2"), row("306", 人数="1", **{"60岁以上": "2"}),
            row("901"), row("A1"), row("304"), row("307"), row("3楼307室"),
        ),
        record(),
    )  # fmt: skip
    assert told(plan) == [
        (2, "室号", "A2"), (3, "室号", "A3"), (4, "人数", "E4"), (4, "联系电话", "I4"),
        (5, "房屋性质", "H5"), (6, "人数", "E6"), (7, "室号", "A7"), (8, "楼层", "8"),
        (10, "室号", "A10"),
    ]  # fmt: skip
    assert (plan.problems[2].said, plan.problems[8].text) == (
        "三四个", "307室写了不止一次：第10、11行。一户请只写一行。",
    )  # fmt: skip
    assert [step.after.room for step in plan.made] == ["304"]


def test_a_row_that_cannot_be_read_has_not_vanished():
    plan = plan_import(sheet(row("302", 人数="几个")), record(home("302")))
    assert (len(plan.problems), plan.vanished) == (1, ())


def test_a_formula_without_its_result_is_told():
    assert told(plan_import(sheet(row("302", 人数="=2+1")), record())) == [(2, "人数", "E2")]


def test_rows_of_other_buildings_are_left():
    found = csv_of(["门牌", "室号", "业主"], ["114号", "301", "王"], ["115号", "301", "李"])
    plan = plan_import(read_roster(found), record())
    assert [step.after.owner.name for step in plan.made] == ["王"]
    assert plan.skipped == (SkippedRows(3, "301", "115号，不是这栋楼", 3, "115号"),)
    assert not plan.says_nothing
    assert plan_import(sheet(row("115号302")), record(home())).says_nothing


def test_a_floor_on_record_may_be_odd_and_a_new_one_may_not():
    high = home("302", floor=9)
    assert plan_import(sheet(row("302")), record(high)).problems == ()
    found = csv_of(["室号", "楼层", "业主"], ["302", "8", "王"])
    assert told(plan_import(read_roster(found), record(high))) == [(2, "楼层", "B2")]


def test_the_digest_tells_plans_apart():
    found = sheet(FULL)
    assert plan_import(found, record()).digest == plan_import(found, record()).digest
    assert plan_import(found, record()).digest != plan_import(found, record(home("301"))).digest


ROWS = [
    FULL, row("201", 业主="王建国", 手机="13800138000"), row("301", 业主="王建国"),
    row("401", 业主="李梅、王建国"), row("402", 业主="王建国，李梅"), row("501", 人数="几个"),
    row("502", 业主="王建国", 手机="13800138000、13900139000"), row("合计", 人数="60"),
    row("503", 业主="王建国", 手机="13900139000"), row("504", 人数="1"), row("504", 人数="2"),
]  # fmt: skip


@given(st.permutations(ROWS))
def test_no_order_of_rows_matters(rows):
    there = record(home("401", owner=Party("王建国、李梅", pk=1)), home("603"))
    one, other = (plan_import(sheet(*order), there) for order in (ROWS, rows))
    for name in ("made", "changed", "same"):
        steps = [[(s.before, s.after) for s in getattr(plan, name)] for plan in (one, other)]
        assert steps[0] == steps[1]
    assert (one.vanished, one.questions) == (other.vanished, other.questions)
    assert sorted(w.said for w in one.problems) == sorted(w.said for w in other.problems)
