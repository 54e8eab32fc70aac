"""Rows with a lane or an address of another building."""

from __future__ import annotations

import pytest

from residents.roster_parser.neighbourhood import read_neighbourhood_file
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record import RosterRecord
from residents.roster_parser.sheet import read_roster
from tests.factories.roster import xlsx_of
from tests.residents.roster_parser.files import told


def read(content, door="1200弄114"):
    plan = plan_import(read_roster(content, door=door), RosterRecord(door, 6))
    return [step.after.room for step in plan.made], plan


@pytest.mark.parametrize("header", ["弄", "弄号", "所在弄", "里弄", "小区", "弄/路"])
def test_rows_of_another_lane_are_left_out(header):
    content = xlsx_of(
        [header, "门牌号", "室号", "业主"],
        ["1200弄", "114", "101", "张三"],
        ["1300弄", "114", "102", "李四"],
        ["", "114", "103", "王五"],
    )
    rooms, plan = read(content)
    assert rooms == ["101"]
    assert [(one.number, one.door) for one in plan.skipped] == [(3, "1300弄")]
    assert [(one.letter, one.why) for one in plan.sheet.columns] == [("A", "用来认是哪条弄")]
    assert told(read_neighbourhood_file(content))["1300弄114号"] == ["102", "103"]


def test_two_lanes_are_not_taken_for_one_building():
    content = xlsx_of(
        ["弄", "门牌号", "室号", "业主"],
        ["1200弄", "114", "101", "张三"],
        ["1300弄", "114", "102", "李四"],
    )
    _rooms, plan = read(content, door="114")
    assert [(one.row, "1200弄、1300弄" in one.text) for one in plan.problems] == [(3, True)]


@pytest.mark.parametrize(
    "elsewhere", ["1200弄115号", "1300弄114号", "逸仙路1300弄114号", "1200弄115号102室"]
)
def test_rows_with_an_address_elsewhere_are_left_out_with_a_doubt(elsewhere):
    content = xlsx_of(
        ["地址", "室号", "业主"], ["1200弄114号", "101", "张三"], [elsewhere, "102", "李四"]
    )
    rooms, plan = read(content)
    assert rooms == ["101"]
    assert any("第3行的地址" in doubt for doubt in plan.doubts)
    assert len(told(read_neighbourhood_file(content))) == 2


def test_an_address_against_the_column_of_doors_is_nobodys():
    whole = read_neighbourhood_file(
        xlsx_of(
            ["楼号", "地址", "室号", "业主"],
            ["114", "1200弄114号", "101", "张三"],
            ["114", "1200弄115号", "102", "李四"],
        )
    )
    assert told(whole) == {"1200弄114号": ["101"]}
    assert any("没有读" in doubt for doubt in whole.doubts)
