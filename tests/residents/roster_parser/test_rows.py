"""Tables in committees' layouts are read as a person would read them."""

from __future__ import annotations

import pytest

from residents.roster_parser.door_numbers import door_numbers_in_title, doors_in_sheet_name
from residents.roster_parser.files import SheetPage
from residents.roster_parser.plan import plan_import
from residents.roster_parser.sheet import read_roster_pages
from tests.factories.roster import record


def read(rows, merged=()):
    sheet = read_roster_pages([SheetPage("", rows, merged=merged)], door="114")
    return sheet, plan_import(sheet, record())


def homes(plan):
    """Return room → owner with phone, contact with phone, people and those over 60."""
    return {
        step.after.room: (
            *((home.owner.name, home.owner.phone) if home.owner else ("", "")),
            home.contact,
            home.phone,
            home.people,
            home.aged_60_up,
        )
        for step in plan.made
        for home in (step.after,)
    }


GROUPS = ["室号", "业主信息", "", "租客情况", "", "备注"]
UNDER = ["", "姓名", "电话", "姓名", "电话", ""]
TENANT = ["302", "李四", "13800000002", "王五", "13900000001", ""]
ACROSS = ((0, 1, 0, 2), (0, 3, 0, 4))
TENANTS = {"302": ("李四", "13800000002", "王五", "13900000001", 0, 0)}


@pytest.mark.parametrize(
    ("rows", "merged", "expected"),
    [
        pytest.param(
            [GROUPS, UNDER, TENANT],
            ((0, 0, 1, 0), *ACROSS, (0, 5, 1, 5)),
            TENANTS,
            id="groups of columns, the room merged down",
        ),
        pytest.param(
            [["", *GROUPS[1:]], ["室号", *UNDER[1:]], TENANT],
            ACROSS,
            TENANTS,
            id="groups of columns above a header row",
        ),
        pytest.param(
            [
                ["室号", "业主", "人口情况", "", ""],
                ["", "", "总人数", "老人", "0-6岁"],
                ["301", "张三", "3", "1", "1"],
            ],
            ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4)),
            {"301": ("张三", "", "", "", 3, 1)},
            id="parts of a number under a merged header",
        ),
        pytest.param(
            [
                ["室号", "业主", "人数", "", "室号", "业主", "面积"],
                ["301", "张三", "2", "", "401", "王五", "60"],
            ],
            (),
            {"301": ("张三", "", "", "", 2, 0), "401": ("王五", "", "", "", 0, 0)},
            id="side by side",
        ),
        pytest.param(
            [
                ["室号", "业主", "人数", "", "室号", "联系人", "电话"],
                ["301", "张三", "2", "", "401", "王五", "13900000001"],
            ],
            (),
            {"301": ("张三", "", "", "", 2, 0), "401": ("", "", "王五", "13900000001", 0, 0)},
            id="side by side with other columns",
        ),
        pytest.param(
            [["室号", "业主", "", "室号", "业主电话"], ["301", "张三", "", "301室", "13900000001"]],
            (),
            {"301": ("张三", "13900000001", "", "", 0, 0)},
            id="one table that repeats the room",
        ),
        pytest.param(
            [
                ["114号", "", "", "115号"],
                ["室号", "业主", "", "室号", "业主"],
                ["301", "张三", "", "301", "王五"],
            ],
            (),
            {"301": ("张三", "", "", "", 0, 0)},
            id="buildings side by side",
        ),
        pytest.param(
            [
                ["室号", "户主", "电话", "人数"],
                ["301", "张三", "13800000001", "2"],
                ["", "", "02155501234", ""],
            ],
            ((1, 0, 2, 0), (1, 1, 2, 1)),
            {"301": ("", "", "张三", "13800000001、02155501234", 2, 0)},
            id="two rows a household",
        ),
        pytest.param(
            [
                ["室号", "业主", "人数"],
                ["101", "甲", "2"],
                ["小计", "", "2"],
                ["201", "丙", "1"],
                ["合计", "", "3"],
            ],
            (),
            {"101": ("甲", "", "", "", 2, 0), "201": ("丙", "", "", "", 1, 0)},
            id="totals between",
        ),
        pytest.param(
            [["室号", "业主", "人数"], ["", "", "（人）"], ["301", "张三", "2"]],
            (),
            {"301": ("张三", "", "", "", 2, 0)},
            id="units under the header",
        ),
        pytest.param(
            [["楼层", "室号", "业主"], ["3", "01", "张三"], ["4", "01室", "李四"]],
            (),
            {"301": ("张三", "", "", "", 0, 0), "401": ("李四", "", "", "", 0, 0)},
            id="floor and door",
        ),
        pytest.param(
            [
                ["室号", "姓名", "与户主关系", "年龄"],
                ["301", "张三", "户主", "70"],
                ["302", "无", "", ""],
                ["303", "", "", ""],
                ["304", "", "户主", "20"],
            ],
            (),
            {
                "301": ("", "", "张三", "", 1, 1),
                "302": ("", "", "", "", 0, 0),
                "303": ("", "", "", "", 0, 0),
                "304": ("", "", "", "", 1, 0),
            },
            id="nobody in a list of people",
        ),
        pytest.param(
            [["楼栋房号", "业主", "租户"], ["114-301", "张三", "无"], ["114-302", "'李四", "/"]],
            (),
            {"301": ("张三", "", "", "", 0, 0), "302": ("'李四", "", "", "", 0, 0)},
            id="no tenant",
        ),
        pytest.param(
            [["室号", "业主电话", "业主"], ["'301", "'13800000001", "张三"]],
            (),
            {"301": ("张三", "13800000001", "", "", 0, 0)},
            id="apostrophes",
        ),
    ],
)
def test_a_table_is_read_as_a_person_reads_it(rows, merged, expected):
    _sheet, plan = read(rows, merged)
    assert (plan.problems, plan.doubts, homes(plan)) == ((), (), expected)
    let = {step.after.room for step in plan.made if step.after.occupancy == "let"}
    assert let == ({"302"} if expected is TENANTS else set())


def test_a_second_column_of_rooms_that_differs_late_must_be_looked_at():
    same = [["301", "张三", "301", "60"]] * 25
    _sheet, plan = read([["室号", "业主", "室号", "面积"], *same, ["302", "李四", "402", "61"]])
    assert ["C列“室号”没有读" in doubt for doubt in plan.doubts] == [True]


@pytest.mark.parametrize(
    ("header", "rows", "words"),
    [
        (["室号", "户主", "老年人口"], [["301", "张三", "1"]], "没有人数"),
        (["室号", "姓名", "年龄"], [[f"{n}01", f"张{n}", "80"] for n in (1, 2, 3)], "只登记了老人"),
        (["室号", "户主", "人数", "儿童"], [["301", "张三", "3", "1"]], "“儿童”没有读"),
        (["室号", "户主", "男"], [["301", "张三", "1"]], "“男”没有读"),
        (["室号", "户主", "空置"], [["301", "张三", "√"]], "“空置”没有读"),
        (["室号", "住户", "面积"], [["301", "张三", "60"]], "“住户”没有读"),
        (["室号", "户主", "人数"], [["301", "张三", "3"], ["共1户2人", "", ""]], "人数是2；"),
    ],
)
def test_a_list_that_may_not_have_everybody_must_be_looked_at(header, rows, words):
    _sheet, plan = read([header, *rows])
    assert [words in doubt for doubt in plan.doubts] == [True]


@pytest.mark.parametrize(
    ("title", "doors"),
    [
        ("114#楼", {"114"}),
        ("114＃", {"114"}),
        ("第114号楼名册", {"114"}),
        ("第3号通知", set()),
        ("11月26-28号统计", set()),
        ("11月26号至28号", set()),
        ("114、115#楼", {"114", "115"}),
        ("2026年114号", {"114"}),
    ],
)
def test_a_title_names_buildings(title, doors):
    assert door_numbers_in_title(title) == doors


def test_a_sheet_may_be_called_by_several_numbers():
    assert doors_in_sheet_name("114、115") == {"114", "115"}
    assert doors_in_sheet_name("2026-11") == set()


@pytest.mark.parametrize("text", ["张三（13800000001）", "张三13800000001", "13800000001"])
def test_a_number_is_no_part_of_a_name(text):
    _sheet, plan = read([["室号", "业主"], ["301", text]])
    assert [one.text for one in plan.problems] == [
        "名字里有号码。请把号码写到电话一列，这里只写名字。"
    ]
