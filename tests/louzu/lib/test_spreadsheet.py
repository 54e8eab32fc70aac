from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from louzu.lib.spreadsheet import LONGEST_CELL, escape_cell


def kept(text: str):
    """Return the cell after writing and reading a file."""
    book, out = Workbook(), BytesIO()
    book.active.append([escape_cell(text)])
    book.save(out)
    return load_workbook(out).active["A1"]


@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_any_text_goes_into_a_cell_and_none_is_worked_out(text):
    cell = kept(text)
    assert cell.data_type != "f"
    assert (str(cell.value or "").lstrip() or "x")[0] not in "=+-@"


def test_rare_characters_and_lines_are_kept():
    assert kept("测\ue863𠮷\n二楼").value == "测\ue863𠮷\n二楼"


def test_a_text_longer_than_a_cell_says_so():
    long = escape_cell("=" + "长" * 40_000)
    assert (len(long), long[:2], long[-1]) == (LONGEST_CELL, "'=", "…")
