"""A row takes flat and building from the rows above, but not across a row that was not read."""

from __future__ import annotations

import pytest

from residents.roster_parser.files import SheetPage
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster_pages
from tests.factories.roster import record

PEOPLE = ["室号", "姓名", "与户主关系", "年龄"]
HEAD = ["301", "张三", "户主", "70"]
WIFE = ["", "李四", "妻", "68"]
NEXT = ["303", "赵七", "户主", "50"]


def read(*rows, header=PEOPLE, hidden=(), merged=(), door="114", title=""):
    above = [[title]] if title else []
    page = SheetPage("", [*above, header, *rows], hidden_rows=frozenset(hidden), merged=merged)
    sheet = read_roster_pages([page], door=door)
    return sheet, plan_import(sheet, record())


def wrong(plan) -> dict[str, str]:
    return {one.cell: one.text for one in plan.problems}


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize(
    "between",
    [
        ["302", "王五", "户主", "60"], ["", "王五", "户主", "60"], ["", "王五", "", ""],
        ["302", "", "", ""], ["丁家", "", "", ""], ["小计", "", "", "2"], ["", "第二页", "", ""],
    ],
    ids="".join,
)  # fmt: skip
def test_a_member_without_a_room_is_in_no_flat_beyond_a_row_that_was_not_read(between, hidden):
    sheet, plan = read(HEAD, between, WIFE, NEXT, hidden=[2] if hidden else [])
    in_301 = next({row.number, *row.more} for row in sheet.rows if row.cells["room"] == "301")
    if hidden or 3 in {row.number for row in sheet.skipped}:
        assert in_301 == {2}
        assert "第3行" in wrong(plan)["A4"]
    else:
        assert 4 not in in_301 or 3 in in_301


def test_all_members_below_a_hidden_head_are_told_once():
    sheet, plan = read(HEAD, ["302", "王五", "户主", "60"], WIFE, WIFE, NEXT, hidden=[2])
    assert list(wrong(plan)) == ["A4"]
    assert [(row.number, row.more) for row in sheet.rows] == [(2, ()), (4, (5,)), (6, ())]


def test_a_merged_room_reaches_over_hidden_rows_as_it_does_on_the_screen():
    merged = ((1, 0, 3, 0),)
    for hidden in (1, 2):
        sheet, plan = read(HEAD, WIFE, WIFE, NEXT, hidden=[hidden], merged=merged)
        assert (wrong(plan), sheet.rows[0].cells["room"], sheet.rows[0].cells["people"]) == (
            {}, "301", "2",
        )  # fmt: skip


def test_a_member_follows_the_row_above_and_not_the_flat_that_came_last():
    sheet, _plan = read(HEAD, NEXT, ["301", "孙八", "子", "40"], WIFE)
    assert {row.cells["room"]: row.more for row in sheet.rows} == {"301": (4, 5), "303": ()}


@pytest.mark.parametrize("header", [["室号", "姓名", "年龄"], ["室号", "姓名", "身份证号"], PEOPLE])
def test_who_has_neither_room_nor_relation_must_be_looked_at(header):
    empty = ["", "李四", "", "68"] if header is PEOPLE else ["", "李四", "68"]
    sheet, plan = read(["301", "张三", *[""] * (len(header) - 2)], empty, empty, header=header)
    assert (wrong(plan), sheet.rows[0].more) == ({}, (3, 4))
    assert any("第3、4行没有写室号" in doubt for doubt in plan.doubts)
    assert not any("没有写室号" in doubt for doubt in read(HEAD, WIFE)[1].doubts)


HOMES = ["楼号", "室号", "业主"]


@pytest.mark.parametrize(
    ("between", "problem"),
    [
        (["115", "301", "王五"], True), (["114", "301", "王五"], False), (["", "301", "王五"], False),
        (["115号楼", "", ""], True), (["", "", "115号楼"], True), (["", "", "114号楼"], False),
    ],
)  # fmt: skip
def test_a_building_holds_no_further_than_a_hidden_row_that_names_another(between, problem):
    sheet, plan = read(
        ["114", "101", "张三"], between, ["", "401", "李四"], ["114", "402", "赵七"],
        header=HOMES, hidden=[2],
    )  # fmt: skip
    assert [row.cells["room"] for row in sheet.rows] == ["101", "401", "402"]
    assert list(wrong(plan)) == (["A4"] if problem else [])
    assert all("第3行" in text for text in wrong(plan).values())


def test_a_row_under_the_hidden_name_of_a_building_may_tell_its_own():
    rows = (["101", "张三"], ["115号楼", ""], ["114-401", "李四"], ["402", "赵七"])
    assert list(wrong(read(*rows, header=["室号", "业主"], hidden=[2])[1])) == ["A5"]


@pytest.mark.parametrize(
    ("title", "rows", "cells"),
    [
        ("114、115、116号楼名册", (["301", "张"], ["302", "李"]), ["A3"]),
        ("114-116号楼名册", (["301", "张"], ["114号302", "李"], ["115号303室", "王"]), ["A3"]),
        ("114、115号楼名册", (["114-301", "张"], ["115-302", "李"]), []),
        ("114、115号楼名册", (["114号楼", ""], ["301", "张"], ["115号楼", ""], ["302", "李"]), []),
        ("114、115号楼名册", (["301", "张"], ["115号楼", ""], ["302", "李"]), ["A3"]),
        ("114号楼名册", (["301", "张"], ["302", "李"]), []),
    ],
)  # fmt: skip
def test_a_sheet_of_several_buildings_must_tell_which_a_flat_is_in(title, rows, cells):
    sheet, plan = read(*rows, header=["室号", "业主"], title=title)
    texts = [one for one in sheet.wrong if "楼号" in one.text]
    assert [f"A{one.number}" for one in texts] == cells
    assert bool(plan.problems) or not cells


def test_a_first_row_without_a_number_among_several_buildings_is_asked_for():
    _sheet, plan = read(["", "301", "张"], ["114", "302", "李"], ["115", "303", "王"], header=HOMES)
    assert list(wrong(plan)) == ["B2"]


def test_a_hidden_title_names_no_building():
    page = SheetPage("", [["115号楼名册"], PEOPLE, HEAD], hidden_rows=frozenset({0}))
    assert len(read_roster_pages([page], door="114").rows) == 1
