"""A workbook is refused by what it would unfold to, before it is unfolded."""

from __future__ import annotations

import io
import zipfile

import pytest

from louzu.lib.errors import Refused
from residents.roster_parser import workbook_limits
from residents.roster_parser.workbook_limits import check_size

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch):
    for name, most in (("MAX_UNPACKED_BYTES", 9000), ("MAX_TAGS", 40), ("MAX_TAGS_PER_ROW", 9)):
        monkeypatch.setattr(workbook_limits, name, most)
    monkeypatch.setattr(workbook_limits, "MAX_MEMBERS", 3)


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def fits(members: dict[str, bytes]) -> bool:
    try:
        check_size(archive(**members))
    except Refused:
        return False
    return True


def rows(count: int, cells: int, name: str = "row") -> bytes:
    return (f"<{name} r='1'>" + "<c/>" * cells).encode() * count


@pytest.mark.parametrize(
    ("content", "enough"),
    [
        (rows(4, 9), True),
        (rows(3, 10), False),
        (rows(5, 7), True),
        (rows(5, 8), False),
        (b"<c/>" * 9 + rows(1, 2), True),
        (b"<c/>" * 10 + rows(1, 2), False),
        (rows(2, 5, "rowBreaks"), False),
        (rows(4, 9, "x:row"), True),
        (rows(4, 9).decode().encode("utf-16-le"), True),
        (rows(3, 10).decode().encode("utf-16-le"), False),
    ],
    ids=range(10),
)
def test_a_sheet_may_have_many_rows_of_few_cells(content, enough):
    assert fits({SHEET: content}) is enough


def test_a_part_that_is_read_at_once_may_have_as_many_tags_as_a_row():
    assert fits({STYLES: b"<a>" * 9})
    assert not fits({STYLES: rows(2, 5)})
    assert fits({"xl/sharedStrings.xml": rows(2, 5, "si")})


def test_all_parts_count_together():
    assert fits({SHEET: rows(4, 8), STYLES: b"<a>" * 4})
    assert not fits({SHEET: rows(4, 8), STYLES: b"<a>" * 5})


def test_pictures_do_not_count_but_their_names_do_not_help_a_part():
    assert fits({SHEET: rows(1, 2), "xl/media/image1.png": b"<" * 20_000})
    assert not fits({"xl/media/sheet.xml": b"<a>" * 10})


def test_bytes_and_parts_are_limited():
    assert fits({f"p{n}": b" " * 3000 for n in range(3)})
    assert not fits({f"p{n}": b" " * 3001 for n in range(3)})
    assert not fits({f"p{n}": b"" for n in range(4)})


def test_a_row_that_is_cut_by_reading_is_still_one_row(monkeypatch):
    monkeypatch.setattr(workbook_limits, "MAX_UNPACKED_BYTES", 10**7)
    blanks = b" " * (1024 * 1024 - 20)
    for more, enough in ((2, True), (3, False)):
        pieces = (rows(1, 5), b"<c/>" * 2, b"<c/>" * more)
        assert fits({SHEET: blanks.join(pieces)}) is enough
