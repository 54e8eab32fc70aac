from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from louzu.lib.spreadsheet import MAX_CELL_LENGTH, as_xlsx, escape_cell


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
    assert (len(long), long[:2], long[-1]) == (MAX_CELL_LENGTH, "'=", "…")


def opened(sheets, **how):
    return load_workbook(BytesIO(as_xlsx(sheets, **how)))


def test_numbers_and_days_stay_what_they_are_and_texts_are_no_formula():
    day = dt.date(2026, 2, 28)
    page = opened({"名册": [["室号", "人数", "日"], ["=1+1", 3, day], [None, 0, "-"]]})["名册"]
    assert [cell.value for cell in page[2]] == ["'=1+1", 3, dt.datetime(2026, 2, 28)]  # noqa: DTZ001
    assert [cell.value for cell in page[3]] == [None, 0, "'-"]


@pytest.mark.parametrize(("headed", "frozen"), [(True, "A2"), (False, None)])
def test_only_a_heading_is_bold_and_stays_in_sight(headed, frozen):
    page = opened({"名册": [["室号"], ["301\n302"]]}, headed=headed).active
    assert page.freeze_panes == frozen
    assert [bool(page[cell].font.bold) for cell in ("A1", "A2")] == [headed, False]
    assert page["A2"].alignment.wrap_text is True


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("114号/115号: [新]*?", "114号 115号   新"),
        ("'名册'", "名册"),
        ("长" * 40, "长" * 31),
        ("//", "1"),
    ],
)
def test_a_sheet_may_be_called_by_any_text(title, kept):
    assert opened({title: []}).sheetnames == [kept]
