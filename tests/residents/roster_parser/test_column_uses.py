"""Every cell of a file is used, or reported with a reason."""

from __future__ import annotations

import json

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils import column_index_from_string as column_of

from louzu.lib.errors import Refused
from residents.roster_parser.cells import clean_cell
from residents.roster_parser.columns import field_of
from residents.roster_parser.files import SheetPage
from residents.roster_parser.sheet import read_roster_pages
from residents.roster_parser.sheet_data import RosterSheet
from tests.residents.roster_parser.files import CELL, FILE, filled


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


MAX_HEADS = 3
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
    assume(all(sum(bool(field_of(cell)) for cell in row) < MAX_HEADS for row in rows))
    sheet = read_roster_pages([SheetPage("", [PLAIN, *map(list, rows)])])
    read = {row.number: row for row in sheet.rows}
    for number, (room, owner, contact, people, note, _other) in enumerate(rows, start=2):
        found = (room, owner, contact, people, note)
        for field, text in zip(("room", "owner", "contact", "people", "note"), found, strict=True):
            bare = clean_cell(text)
            if (field, bare) in {("owner", "户主"), ("contact", "业主")}:
                continue  # the relation is given in the next column
            if bare and "1101" not in bare and "3101" not in bare:
                assert read[number].cells[field] == bare
