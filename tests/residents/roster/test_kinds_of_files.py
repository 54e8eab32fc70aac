"""One table as each program writes it: the same cells, merged, hidden and wrong alike."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from residents.roster.files import Page, pages_of
from residents.roster.sheet import sheet_among

FILES = Path(__file__).with_name("files")
ROWS = [
    ["室号", "业主", "业主电话", "人数"], ["301", "周大强", "13900000001", "2"], ["302", "", "", "2"],
    ["303", "隐藏户"], ["304", "#REF!", "", "2"], ["305", "吴静", "#N/A", "2"],
]  # fmt: skip
MERGED = ((1, 1, 2, 1),)
HIDDEN_ROWS, HIDDEN_COLUMNS = {3}, {3}
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text")
)


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "114号"
    for row in ROWS:
        page.append(row)
    page.merge_cells("B2:B3")
    page.row_dimensions[4].hidden = page.column_dimensions["D"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    rows = "".join(
        "<table:table-row"
        + (' table:visibility="collapse">' if at in HIDDEN_ROWS else ">")
        + "".join(_ods_cell(text, at, column) for column, text in enumerate(row))
        + "</table:table-row>"
        for at, row in enumerate(ROWS)
    )
    content = (
        f"<office:document-content {NAMESPACES} "
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="114号">'
        '<table:table-column table:number-columns-repeated="3"/>'
        f'<table:table-column table:visibility="collapse"/>{rows}'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def _ods_cell(text: str, row: int, column: int) -> str:
    if (row, column) == (2, 1):
        return "<table:covered-table-cell/>"
    spanned = 'table:number-rows-spanned="2"' if (row, column) == (1, 1) else ""
    kind = 'office:value-type="string"'
    if text.startswith("#"):  # as LibreOffice writes it
        kind = 'office:value-type="float" office:value="0" calcext:value-type="error"'
    return f"<table:table-cell {kind} {spanned}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    "content",
    [xlsx, ods, (FILES / "hidden-merged-errors.xls").read_bytes],
    ids=["xlsx", "ods", "xls"],
)
def test_every_kind_of_file_tells_the_same(content):
    [page] = pages_of(content())
    assert page.rows == [
        list(row) if row[-1] else row[: max(n for n, text in enumerate(row, 1) if text)]
        for row in ROWS
    ]
    assert (page.name, page.merged, page.blind) == ("114号", MERGED, False)
    assert (page.hidden_rows, page.hidden_columns) == (HIDDEN_ROWS, HIDDEN_COLUMNS)


def test_a_kind_that_tells_less_must_be_looked_at():
    sheet = sheet_among([Page("", [["室号", "业主"], ["301", "王"]], blind=True)])
    assert ["另存为 .xlsx" in doubt for doubt in sheet.doubts] == [True]
