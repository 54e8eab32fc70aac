"""Files of many buildings: each row belongs to a building or is reported with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from openpyxl.utils import column_index_from_string as column_of

from louzu.lib.errors import Refused
from residents.roster_parser.files import SheetPage
from residents.roster_parser.neighbourhood import (
    MAX_BUILDINGS,
    NeighbourhoodFile,
    read_neighbourhood_file,
    read_neighbourhood_pages,
)
from residents.roster_parser.plan import plan_import
from residents.roster_parser.record import HomeRecord, RosterRecord
from residents.roster_parser.sheet_data import RosterSheet
from tests.residents.roster_parser.files import FILE, HEAD, filled, read, told

FILES = Path(__file__).with_name("files")


def left(whole: NeighbourhoodFile) -> set[str]:
    rows = {f"{row.number} {row.why}" for page in whole.pages for row in page.skipped}
    columns = {f"{one.letter} {one.why}" for page in whole.pages for one in page.columns}
    return rows | columns | {f"{one.where}：{one.why}" for one in whole.left}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "doors", "floors", "households", "people", "aged", "not_read"),
    [
        ("three-sheets.xlsx", ["115", "116", "117"], 3, 36, 72, 36,
         {"封面：没有表头", "A 名册用不到", "1 表头上面的字", "15 合计"}),
        ("three-buildings-merged.xlsx", ["122", "123", "124"], 2, 18, 36, 18,
         {"1 表头上面的字", "9 合计", "16 合计", "23 合计", "24 合计"}),
        ("three-buildings-each-row.xlsx", ["122", "123", "124"], 2, 18, 36, 18, set()),
        ("three-buildings-other-rooms.xlsx", ["122", "123", "124"], 3, 10, 20, 10, set()),
        ("neighbourhood-2400.xlsx", [str(n) for n in range(100, 200)], 6, 2400, 4800, 2400, set()),
        ("neighbourhood-3360.xlsx", [str(n) for n in range(100, 240)], 6, 3360, 6720, 3360, set()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_is_all_its_buildings(name, doors, floors, households, people, aged, not_read):
    whole = read_neighbourhood_file((FILES / name).read_bytes())
    assert [share.door.number for share in whole.shares] == doors
    plans = [plan_import(s.sheet, RosterRecord(s.door.number, s.floors)) for s in whole.shares]
    assert [plan.problems or plan.doubts for plan in plans] == [()] * len(doors)
    assert max(share.floors for share in whole.shares) == floors
    after = [plan.after for plan in plans]
    assert sum(one.households for one in after) == households
    assert (sum(one.people for one in after), sum(one.aged_60_up for one in after)) == (
        people,
        aged,
    )
    assert left(whole) == not_read
    assert whole.doubts == ()


def test_a_row_of_its_own_says_whose_the_rows_below_are():
    rows = [
        ["室号", "业主"],
        ["115号楼"],
        ["101", "王"],
        ["102", "李"],
        ["1200弄116号楼"],
        ["101", "张"],
    ]
    assert told(read(*rows)) == {"115号": ["101", "102"], "1200弄116号": ["101"]}


@pytest.mark.parametrize(
    "expected",
    ["122、123", "118-1", "114/115", "114-116", "114-2", "2026-11-04", "11-5", "12.5", "A座", "0"],
)
def test_a_row_whose_building_is_not_understood_is_nobodys_and_asked_about(expected):
    whole = read(
        HEAD, ["113", "101", "王", "1"], [expected, "201", "李", "2"], ["", "202", "赵", "2"]
    )
    assert told(whole) == {"113号": ["101"]}
    assert left(whole) == {"3 没有看懂是几号楼", "4 没有看懂是几号楼"}
    assert [f"第3、4行的楼号“{expected}”没有看懂" in doubt for doubt in whole.doubts] == [True]
    with pytest.raises(Refused, match="没有看懂是几号楼"):
        read(HEAD, [expected, "201", "李", "2"])


def test_one_number_is_one_building_however_excel_keeps_it():
    rows = [
        [text, f"10{at}", "王", "1"] for at, text in enumerate(["125.0", "0125", "125号", "１２５"])
    ]
    assert told(read(HEAD, *rows)) == {"125号": ["100", "101", "102", "103"]}


def test_an_empty_cell_of_the_column_of_lanes_says_what_the_row_above_says():
    rows = [["1300弄", "114", "101"], ["", "115", "101"], ["1400弄", "114", "101"], ["", "", "102"]]
    found = read(["弄", "楼号", "室号", "业主"], *([*row, "王"] for row in rows))
    assert told(found) == {
        "1300弄114号": ["101"], "1300弄115号": ["101"], "1400弄114号": ["101", "102"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("楼号 单元 室号 业主", ["12 1 101 王", "- - 102 李", "- 2 101 赵"]),
        ("楼号 单元 室号 业主", ["12 一单元 101 王", "12 一单元 102 李", "12 二单元 101 赵"]),
        ("楼号 室号 业主", ["12号1单元 101 王", "12号1单元 102 李", "12号楼2单元 101 赵"]),
        ("室号 业主", ["12号1单元101 王", "12幢1单元102 李", "12号2单元101 赵"]),
        ("室号 业主", ["12号楼1单元", "101 王", "102 李", "12号楼2单元", "101 赵"]),
        ("室号 业主", ["12号楼", "一单元", "101 王", "102 李", "二单元", "101 赵"]),
    ],
    ids=range(6),
)
def test_units_are_told_in_the_rooms_and_asked_about(head, rows):
    cells = ([cell.replace("-", "") for cell in row.split()] for row in rows)
    (share,) = read(head.split(), *cells).shares
    plan = plan_import(share.sheet, RosterRecord("12", 6))
    assert [step.after.room for step in plan.made] == ["1单元101", "1单元102", "2单元101"]
    assert not plan.problems
    assert any("单元" in doubt for doubt in plan.doubts)


def test_one_unit_alone_is_not_told_in_the_rooms_and_asked_about_where_rooms_are_on_record():
    head = ["楼号", "单元", "室号", "业主"]
    (share,) = read(head, ["12", "01", "101", "王"], ["12", "01", "201", "李"]).shares
    plan = plan_import(share.sheet, RosterRecord("12", 6))
    assert ([step.after.room for step in plan.made], plan.doubts) == (["101", "201"], ())
    plan = plan_import(share.sheet, RosterRecord("12", 6, (HomeRecord("101", 1, flat=1),)))
    assert ([step.after.room for step in plan.made], len(plan.doubts)) == (["101", "201"], 1)
    plan = plan_import(share.sheet, RosterRecord("12", 6, (HomeRecord("2单元101", 1, flat=1),)))
    assert [step.after.room for step in plan.made] == ["1单元101", "1单元201"]


def test_a_merged_door_is_that_of_all_its_rows():
    rows = [HEAD, ["115", "101", "王"], ["", "102", "李"], ["116", "101", "张"]]
    assert told(read(*rows, merged=[(1, 0, 2, 0)])) == {"115号": ["101", "102"], "116号": ["101"]}


def test_a_room_may_name_its_building():
    rows = [
        ["地址", "业主"],
        ["逸仙二村115号101室", "王"],
        ["逸仙路1200弄116号2楼201室", "李"],
        ["117-301", "张"],
    ]
    whole = read(*rows)
    assert [(str(s.door), s.floors) for s in whole.shares] == [
        ("115号", 1), ("117号", 3), ("1200弄116号", 2),
    ]  # fmt: skip


def test_two_lanes_may_have_the_same_number():
    rows = [
        ["弄", *HEAD],
        ["1200", "9", "101", "王"],
        ["1200弄", "114", "101", "李"],
        ["1300", "9", "101", "张"],
    ]
    whole = read(*rows)
    assert list(told(whole)) == ["1200弄9号", "1200弄114号", "1300弄9号"]
    assert left(whole) == {"A 用来认是哪条弄"}


def test_a_number_with_its_lane_and_without_it_is_one_building():
    rows = [HEAD, ["1200弄9号", "101", "王"], ["9", "102", "李"]]
    assert told(read(*rows)) == {"1200弄9号": ["101", "102"]}


def test_people_of_two_buildings_are_not_put_together():
    rows = [["楼号", "室号", "姓名", "与户主关系", "年龄"], ["1", "101", "王", "户主", "70"], ["1", "101", "李", "妻", "69"],
            ["2", "101", "张", "户主", "40"], ["2", "", "赵", "妻", "39"]]  # fmt: skip
    plans = [
        plan_import(s.sheet, RosterRecord(s.door.number, s.floors)) for s in read(*rows).shares
    ]
    assert [(p.after.people, p.after.aged_60_up, p.problems) for p in plans] == [
        (2, 2, ()),
        (2, 0, ()),
    ]


def test_rows_that_name_no_building_are_named_and_asked_about():
    whole = read(HEAD, ["", "101", "王"], ["115", "101", "李"], ["116、117号", "102", "张"])
    assert told(whole) == {"115号": ["101"]}
    assert left(whole) == {"2 没有写是几号楼", "4 没有看懂是几号楼"}
    assert whole.doubts == (
        "“名册”：第4行的楼号“116、117号”没有看懂是几号楼，没有读。一行请只写一栋楼的号码，例如 114 或 114号。",
        "“名册”里有1行没有写是几号楼，没有读；从第2行起。",
    )


def test_a_column_that_looks_like_ours_is_asked_about_once():
    whole = read(
        [*HEAD, "65岁以上"], ["115", "101", "王", "2", "1"], ["116", "101", "李", "2", "1"]
    )
    assert whole.doubts == (
        "“名册”的E列“65岁以上”没有读：这几岁和本系统的年龄段（0-6、7-17、18-59、60以上）对不上。",
    )
    assert all(share.sheet.columns == () for share in whole.shares)


@pytest.mark.parametrize("total", ["合计", "小计"])
def test_a_total_below_each_building_is_compared_with_it(total):
    rows = [HEAD, ["115", "101", "王", "2"], [total, "", "", "3"], ["116", "101", "李", "2"],
            [total, "", "", "2"], ["总计", "", "", "9"]]  # fmt: skip
    whole = read(*rows)
    plans = [plan_import(s.sheet, RosterRecord(s.door.number, s.floors)) for s in whole.shares]
    assert [len(plan.doubts) for plan in plans] == [1, 0]
    assert [dict(one.cells) for one in whole.pages[0].sums] == [{"people": "9"}]


def test_the_sheet_of_a_building_is_read_before_a_list_of_all():
    all_of_them = SheetPage("汇总", [HEAD, ["115", "101", "旧"], ["116", "101", "李"]])
    its_own = SheetPage("115号", [["室号", "业主"], ["101", "王"]])
    whole = read_neighbourhood_pages([all_of_them, its_own])
    assert [(s.sheet.page, len(s.sheet.rows)) for s in whole.shares] == [("115号", 1), ("汇总", 1)]
    assert [(one.where, one.why) for one in whole.left] == [
        ("汇总：115号的行", "另一张表写明了是这栋楼的")
    ]


def test_the_user_chooses_between_two_sheets_that_may_be_one_building():
    pages = [
        SheetPage(name, [HEAD, ["115", "101", "王"], ["116", "101", "王"]]) for name in ("甲", "乙")
    ]
    assert [[c.page for c in s.sheet.choices] for s in read_neighbourhood_pages(pages).shares] == [
        ["甲", "乙"]
    ] * 2


def test_a_file_of_no_building_or_of_too_many_is_refused():
    with pytest.raises(Refused, match="没有写是几号楼"):
        read(["室号", "业主"], ["101", "王"])
    with pytest.raises(Refused, match="没有找到表头"):
        read(["王", "李"])
    with pytest.raises(Refused, match=f"一次最多{MAX_BUILDINGS}栋楼"):
        read(HEAD, *([str(n), "101", "王"] for n in range(1, MAX_BUILDINGS + 2)))


def accounted(sheet: RosterSheet, read: set[int]) -> set[tuple[int, int]]:
    """Return the cells of a sheet that are used or reported. ``read`` are the columns that are
    used."""
    left = {column_of(one.letter) - 1 for one in sheet.columns}
    used = {n for row in sheet.rows for n in (row.number, *row.more)}
    named = {n for row in sheet.skipped for n in range(row.number, row.last + 1)} | {*sheet.heads}
    return {(int(cell[1:]) - 1, column_of(cell[0]) - 1) for cell in sheet.identity} | {
        (n - 1, column) for n in range(1, 40) for column in range(12)
        if n in named or column in left or (n in used and column in read)
    }  # fmt: skip


@given(FILE)
@settings(deadline=None, max_examples=150)
@example(
    (SheetPage("1", [["室号", "楼层"], ["114号101", "1"], ["室号", "身份证号"], ["楼层", "室号"]]),)
)
@example((SheetPage("114", [["楼层", "室号"], ["楼层", ""]], merged=((0, 0, 1, 1),)),))
def test_every_cell_is_some_buildings_or_named(pages):
    try:
        whole = read_neighbourhood_pages(list(pages))
    except Refused:
        return
    of_name = {page.name: page for page in pages}
    sheets = [one for share in whole.shares for one in share.sheet.choices or (share.sheet,)]
    elsewhere = {one.where.partition("：")[0] for one in whole.left}
    for rest in whole.pages:
        page = of_name.pop(rest.page)
        columns = {column_of(one.letter) - 1 for one in rest.read}
        parts = [rest, *(one for one in sheets if one.page == rest.page)]
        if rest.page not in elsewhere:
            assert filled(page) <= {cell for part in parts for cell in accounted(part, columns)}
        assert not page.beyond or any("右边的3格" in one.where for one in rest.left)
    assert {name for name, page in of_name.items() if page.rows or page.hidden} <= elsewhere
    kept = json.dumps([one.as_json() for one in (*sheets, *whole.pages)])
    assert "11010519491231002X" not in kept
    assert "31011319500101123443" not in kept
    numbers = [
        (s.page, row.table, n) for s in sheets for row in s.rows for n in (row.number, *row.more)
    ]
    assert len(numbers) == len(set(numbers))


def test_a_file_that_does_not_tell_what_is_hidden_is_a_doubt_once():
    rows = [HEAD, ["114", "101", "王", "2"], ["115", "101", "李", "2"]]
    whole = read_neighbourhood_pages([SheetPage("名册", rows, blind=True)])
    assert len(whole.doubts) == 1
    assert all(share.sheet.doubts == () for share in whole.shares)
