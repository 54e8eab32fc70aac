"""The same table as written by each program: with merged, hidden and erroneous cells."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from louzu.lib.errors import Refused
from residents.roster_parser.files import SheetPage, pages_of
from residents.roster_parser.sheet import read_roster_pages

FILES = Path(__file__).parents[2] / "residents/roster_parser/files"
ROWS = [
    ["室号", "业主", "业主电话", "人数"],
    ["301", "周大强", "13900000001", "2"],
    ["302", "", "", "2"],
    ["303", "隐藏户"],
    ["304", "#REF!", "", "2"],
    ["305", "吴静", "#N/A", "2"],
]
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


def ods_with_password() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x00\x01" * 40)
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
            "<m:encryption-data/></m:file-entry></m:manifest>",
        )
    return out.getvalue()


def xls_with_password() -> bytes:
    """The second record says that all others are encrypted."""
    content = (FILES / "hidden-merged-errors.xls").read_bytes()
    begin = content.index(b"\x09\x08\x10\x00")
    return content[: begin + 20] + b"\x2f\x00" + content[begin + 22 :]


def xlsx_with_password() -> bytes:
    """An old container with one sector of its table, one of its directory, and an empty stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    table = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE)
    entries = _entry("Root Entry", 5, 1) + _entry("EncryptedPackage", 2, -1)
    return (
        (head + struct.pack("<I", 0)).ljust(512, b"\xff")
        + table.ljust(512, b"\xff")
        + entries.ljust(512, b"\0")
    )


def _entry(name: str, kind: int, child: int) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBiii36xIQ", words, len(words) + 2, kind, 1, -1, -1, child, 0xFFFFFFFE, 0
    )


@pytest.mark.parametrize("content", [ods_with_password, xls_with_password, xlsx_with_password])
def test_a_password_is_told(content):
    with pytest.raises(Refused, match="加了密码"):
        pages_of(content())


@pytest.mark.parametrize("content", [xlsx, ods, (FILES / "hidden-merged-errors.xls").read_bytes])
@pytest.mark.parametrize("part", [0.7, 0.98])
def test_a_file_that_is_cut_off_is_told_and_no_error_of_ours(content, part, caplog):
    whole = content()
    with pytest.raises(Refused, match="打不开"):
        pages_of(whole[: int(len(whole) * part)])
    assert caplog.records == []


def test_a_kind_that_tells_less_must_be_looked_at():
    sheet = read_roster_pages([SheetPage("", [["室号", "业主"], ["301", "王"]], blind=True)])
    assert ["另存为 .xlsx" in doubt for doubt in sheet.doubts] == [True]
