from __future__ import annotations

import io
import zipfile

import pytest

from louzu.lib.errors import Refused
from louzu.lib.workbooks import details, reader
from residents.roster_parser import files
from residents.roster_parser.files import MAX_COLUMNS, MAX_ROWS, pages_of
from tests.factories.roster import csv_of, xlsx_of

ROWS = [["室号", "业主"], ["301", "王秀英"]]
SHEET = "xl/worksheets/sheet1.xml"


def grids_of(content: bytes) -> list[files.Grid]:
    return [page.rows for page in pages_of(content)]


def with_member(name: str, content: str | bytes) -> bytes:
    """A workbook with one member replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of(*ROWS))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_its_own_characters(codec):
    assert grids_of(csv_of(*ROWS, codec=codec)) == [ROWS]


@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_a_csv_file_is_cut_where_it_is_cut(comma):
    assert grids_of("\n".join(comma.join(row) for row in ROWS).encode()) == [ROWS]


def test_numbers_dates_and_empty_rows_come_as_text_in_their_place():
    rows = [["室号"], [], [301, 89.5, 3.0, True, None]]
    assert grids_of(xlsx_of(*rows))[0][2] == ["301", "89.5", "3", "True"]
    assert grids_of(csv_of(["室号"], [], ['="0301"'])) == [[["室号"], [], ["0301"]]]


def test_a_formula_is_never_worked_out():
    assert grids_of(xlsx_of(["=1+1"])) == [[["=1+1"]]]
    cell = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><f>1+1</f><v>5</v></c></row></sheetData></worksheet>'
    )
    assert grids_of(with_member(SHEET, cell)) == [[["5"]]]  # the value that Excel stored


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为"),
        (b"\xef\xbb\xbf <html><table>", "网页"),
        (b"PK\x03\x04 nothing", "打不开"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "看不懂"),
        (b"\xff\xfe\x00", "看不懂"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
        (csv_of(*[["301"]] * (MAX_ROWS + 1)), "行"),
        (b"a" * 200_000, "读不完整"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_what_is_no_roster_is_refused_with_a_way_out(content, words):
    with pytest.raises(Refused, match=words):
        grids_of(content)


def test_a_file_that_unfolds_without_end_is_refused_before_it_unfolds():
    with pytest.raises(Refused, match="太大"):
        grids_of(with_member(SHEET, b" " * (41 * 1024 * 1024)))


def test_a_cell_far_away_is_told_and_does_not_make_a_sheet_of_millions():
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Refused, match="展开后太大"):
        grids_of(with_member(SHEET, far))
    with pytest.raises(Refused, match=r"“Sheet1”这张表超过5000行"):
        grids_of(with_member(SHEET, far.replace("XFD1048576", "B1048576")))


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows, encoding="utf-8"):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f"{head}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return with_member(SHEET, text.encode(encoding))


def beside(*, before="", after=""):
    """Rows of A1 to B3, with elements before or after them."""
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in (1, 2, 3))
    return with_member(
        SHEET, f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def merges(*refs):
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return beside(after=f"<mergeCells>{cells}</mergeCells>")


def columns(*elements):
    return beside(before=f"<cols>{''.join(elements)}</cols>")


@pytest.mark.parametrize(
    ("refs", "merged"),
    [
        (["A1:XFD1048576"], ((0, 0, 2, 1),)),
        (["A1:A2", "A3:A9", "B1:C2"], ((0, 0, 1, 0), (2, 0, 2, 0), (0, 1, 1, 1))),
        (["D1:E2", "A7:A9", "A1:B1"], ((0, 0, 0, 1),)),
        (["D1:E2", "D1:E2"], ()),
    ],
)
def test_merged_cells_reach_no_farther_than_the_sheet(refs, merged):
    assert pages_of(merges(*refs))[0].merged == merged


@pytest.mark.parametrize(
    "refs",
    [
        ["A1:XFD1048576"] * 400,
        ["A1:A2", "A2:A3"],
        ["A1:B1", "B1:B2"],
        ["A1:B3", "B2:C2"],
        [f"D{n}:E{n}" for n in range(1, reader.MAX_MERGED + 2)],
    ],
    ids=["all", "down", "across", "within", "many"],
)
def test_merged_cells_that_overlap_or_are_too_many_are_refused(refs):
    with pytest.raises(
        Refused, match=r"“Sheet1”这张表里，合并的格子互相重叠，或者太多。.*再上传。$"
    ):
        pages_of(merges(*refs))


def test_hidden_columns_are_kept_as_far_as_columns_are_read():
    hidden = '<col min="{}" max="16384" hidden="1"/>'.format
    assert pages_of(columns(hidden(2)))[0].hidden_columns == set(range(1, MAX_COLUMNS))
    assert pages_of(columns(hidden(-(10**15))))[0].hidden_columns == set(range(MAX_COLUMNS))
    with pytest.raises(Refused, match="展开后太大"):
        pages_of(columns(*[hidden(1)] * (details.LAST_COLUMN + 1)))


def styles(some):
    return with_member("xl/styles.xml", f"<styleSheet {MAIN}>{some}</styleSheet>")


@pytest.mark.parametrize(
    "make",
    [
        lambda: styles(f"<fonts>{'<font/>' * 2_000_000}</fonts>"),
        lambda: styles(f"<cellXfs>{'<xf/>' * 70_000}</cellXfs>"),
        lambda: sheet(f"<row>{'<c><v>1</v></c>' * 400_000}</row>"),
        lambda: sheet(f"<row>{'<c/>' * 70_000}</row>"),
        lambda: sheet(f"<row>{'<c/>' * 70_000}</row>", "utf-16"),
        lambda: sheet("<row/>" * 700_000),
        lambda: with_member("xl/sharedStrings.xml", f"<sst {MAIN}>{'<si/>' * 700_000}</sst>"),
        lambda: with_member(
            "xl/workbook.xml", f"<workbook {MAIN}>{'<sheet/>' * 70_000}</workbook>"
        ),
    ],
    ids=["fonts", "styles", "cells", "one row", "utf-16", "rows", "texts", "sheets"],
)
def test_a_workbook_is_bounded_in_elements_before_it_is_parsed(make, monkeypatch):
    """Security review L4: 46 kB took 121 seconds and 2.3 GB."""
    monkeypatch.setattr(files, "_run_reader", None)
    with pytest.raises(Refused, match="展开后太大"):
        grids_of(make())


def test_one_long_text_in_every_cell_is_too_much():
    long = "长" * files.MAX_CELL_LENGTH
    with pytest.raises(Refused, match="展开后太大"):
        grids_of(xlsx_of(*[[long] * 50] * 100))


def test_as_large_as_a_roster_can_be_is_read():
    grid = grids_of(xlsx_of(*[[f"{n:05d}"] * 4 for n in range(MAX_ROWS)]))[0]
    assert (len(grid), len(grid[0])) == (MAX_ROWS, 4)


def test_a_csv_of_commas_or_of_lines_stays_small():
    assert grids_of(b"a" + b"," * 5_000_000 + b"b") == [[["a"]]]
    assert grids_of(b"a" + b"\n" * 1_000_000) == [[["a"]]]
    wide = ",".join("1" for _cell in range(MAX_COLUMNS + 5)).encode()
    assert len(grids_of(wide)[0][0]) == MAX_COLUMNS
    assert pages_of(wide)[0].beyond == 5


def test_entities_are_not_unfolded():
    laughs = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    with pytest.raises(Refused, match="打不开"):
        grids_of(with_member(SHEET, laughs))
