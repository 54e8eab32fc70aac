"""Every cell of a file is used, or reported with a reason."""

from __future__ import annotations

import json

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string as column_of

from louzu.lib.errors import Refused
from residents.roster_parser.columns import field_of
from residents.roster_parser.files import SheetPage
from residents.roster_parser.rows import clean_cell
from residents.roster_parser.sheet import read_roster_pages
from residents.roster_parser.sheet_data import RosterSheet

HEADERS = [
    "室号", "房号", "门牌", "楼层", "面积", "业主", "产权人", "业主电话", "联系人", "人数", "实际居住人数", "0-6岁",
    "60岁以上", "60-79岁", "80岁以上", "老年人口", "65岁以上", "其中", "房屋性质", "电话", "联系电话1", "联系电话2",
    "备注", "姓名", "与户主关系", "年龄", "出生年月", "租客", "租客电话", "地址", "身份证号", "序号", "籍贯", "党员",
    "居住人", "共有人", "产权人2", "家庭成员", "成员2", "单元", "合计", "60后", "80+", "不知道什么", "性质", "楼", "号码", "份额",
]  # fmt: skip
VALUES = [
    "101", "102", "201", "301-302", "阁楼", "114号301室", "115号101室", "114号", "115号", "115号楼组", "1", "2", "3",
    "60.5", "王秀英", "李建国\n赵梅", "张三（已故）", "13800000001", "自住", "空置", "户主", "妻", "租户", "业主", "72",
    "1952-05", "11010519491231002X", "残疾证31011319500101123443", "合计", "小计", "制表：林老师", "室号", "#REF!",
    "=A1+A2", "备注", "3人", "?", "\u3164", "〃", "同上", "待核实", "王秀英1/2 李建国1/2", "5F-03", "89500",
    "李四（妻）、张小（子）", "01", "空挂户", "无租客", "2单元", "50%",
]  # fmt: skip
HEADER = st.sampled_from([*HEADERS, "", ""])
CELL = st.sampled_from([*VALUES, "", "", ""])


@st.composite
def pages(draw, name: str = "") -> SheetPage:
    """A title or none, a header of one or two rows, rows, merged cells, hidden rows and columns."""
    width = draw(st.integers(1, 9))
    row = st.lists(CELL, min_size=width, max_size=width)
    head = st.lists(HEADER, min_size=width, max_size=width)
    grid = [
        *draw(st.lists(row, max_size=2)),
        *draw(st.lists(head, max_size=2)),
        *draw(st.lists(st.one_of(row, row, row, head), max_size=8)),
    ]
    spans = st.tuples(*[st.integers(0, 8)] * 4).map(lambda s: (min(s[0], s[2]), min(s[1], s[3]), max(s[0], s[2]), max(s[1], s[3])))  # fmt: skip
    return SheetPage(
        draw(st.sampled_from(["114号", "115号", "名册", "2026"])) + name, grid,
        hidden=draw(st.sampled_from([False, False, False, True])),
        merged=tuple(draw(st.lists(spans, max_size=2))),
        hidden_rows=draw(st.frozensets(st.integers(0, 9), max_size=1)),
        hidden_columns=draw(st.frozensets(st.integers(0, 8), max_size=1)),
        beyond=draw(st.sampled_from([0, 0, 3])),
    )  # fmt: skip


FILE = st.integers(1, 3).flatmap(lambda n: st.tuples(*(pages(str(at)) for at in range(n))))


def filled(page: SheetPage) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, cells in enumerate(page.rows)
        for column, text in enumerate(cells)
        if clean_cell(text)
    }


def accounted(sheet: RosterSheet) -> set[tuple[int, int]]:
    """Return the cells of the sheet that are used or reported."""
    read = {column_of(one.letter) - 1 for one in sheet.read}
    left = {column_of(one.letter) - 1 for one in sheet.columns}
    used = {n for row in sheet.rows for n in (row.number, *row.more)}
    named = {n for row in sheet.skipped for n in range(row.number, row.last + 1)}
    rows = range(1, 40)
    return {
        (n - 1, column)
        for n in rows for column in range(12)
        if n in sheet.heads or n in named or column in left or (n in used and column in read)
    }  # fmt: skip


def check_nothing_is_passed(page: SheetPage, sheet: RosterSheet) -> None:
    """A row without a room belongs to the household directly above, never across a row that was not
    read."""
    merged = {
        (row, left) for first, left, last, _right in page.merged for row in range(first, last + 1)
    }
    for row in sheet.rows:
        room = column_of(sheet.tables[row.table]["room"]) - 1
        for number in row.more:
            cells = page.rows[number - 1]
            if (number - 1, room) in merged or (room < len(cells) and clean_cell(cells[room])):
                continue
            visible = [
                n for n, cells in enumerate(page.rows[: number - 1], start=1)
                if any(clean_cell(text) for at, text in enumerate(cells) if at not in page.hidden_columns)
            ]  # fmt: skip
            assert visible[-1] in {row.number, *row.more}


def check(pages: tuple[SheetPage, ...], sheet: RosterSheet) -> None:
    of_name = {page.name: page for page in pages}
    named = {one.where for one in sheet.left}
    read = of_name.pop(sheet.page)
    assert filled(read) <= accounted(sheet)
    check_nothing_is_passed(read, sheet)
    assert {name for name, page in of_name.items() if page.rows or page.hidden} <= named
    assert not read.beyond or any("右边的3格" in where for where in named)
    assert RosterSheet.from_json(json.loads(json.dumps(sheet.as_json()))) == sheet
    kept = json.dumps([row.cells for row in sheet.rows])
    assert "11010519491231002" not in kept
    assert "31011319500101" not in json.dumps(sheet.as_json())


@given(FILE, st.sampled_from(["", "114"]))
@settings(deadline=None, max_examples=150)
@example((SheetPage("1", [["室号", "业主", "身份"], ["101", "王", "业主"]]),), "114")
@example((SheetPage("1", [["室号", "业主"], ["", "王"], ["合计", "2"]]),), "114")
@example(
    (
        SheetPage(
            "1", [["室号", "室号", "业主"], ["101", "1", "王"], ["11010519491231002X", "1", ""]]
        ),
    ),
    "",
)
@example(
    (
        SheetPage(
            "1",
            [["室号", "姓名", "年龄"], ["101", "王", "72"], ["102", "李", "70"], ["", "赵", "5"]],
            hidden_rows=frozenset({2}),
        ),
    ),
    "114",
)
def test_every_cell_is_used_or_named(pages, door):
    try:
        sheet = read_roster_pages(list(pages), door=door)
    except Refused:
        return
    for one in sheet.choices or (sheet,):
        check(pages, one)


MOST_HEADS = 3
"""A row with this number of header words is a header."""
PLAIN = ["室号", "业主", "联系人", "人数", "备注", "籍贯"]
ROWS = st.lists(
    st.tuples(st.sampled_from(["101", "102", "201", "阁楼"]), *[CELL.filter(lambda t: t not in {"合计", "小计", "〃", "同上"})] * 5),
    max_size=6,
)  # fmt: skip


@given(ROWS)
@settings(deadline=None, max_examples=50)
@example([("101", "王", "", "", "户主", "室号")])
def test_what_is_used_is_there_as_it_was_typed(rows):
    assume(all(sum(bool(field_of(cell)) for cell in row) < MOST_HEADS for row in rows))
    sheet = read_roster_pages([SheetPage("", [PLAIN, *map(list, rows)])])
    read = {row.number: row for row in sheet.rows}
    for number, (room, owner, contact, people, note, _other) in enumerate(rows, start=2):
        said = (room, owner, contact, people, note)
        for field, text in zip(("room", "owner", "contact", "people", "note"), said, strict=True):
            bare = clean_cell(text)
            if (field, bare) in {("owner", "户主"), ("contact", "业主")}:
                continue  # the relation is given in the next column
            if bare and "1101" not in bare and "3101" not in bare:
                assert read[number].cells[field] == bare
