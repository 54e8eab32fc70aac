"""A file's bytes into rows of text: looked at by content, bounded before it is unpacked.

tablib would drop empty lines, and with them the numbers by which people find a row; and read a sheet
of any size. So ``csv`` and openpyxl are asked directly, and no further than a roster can reach.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import IO, Any
from xml.etree.ElementTree import ParseError  # the class only: defusedxml does the reading

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from louzu.lib.errors import Refused

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 3000
MOST_COLUMNS = 60
LONGEST_CELL = 500
LONGEST_TEXT = 2_000_000
"""Characters in all cells: a workbook may point to one long text from each of them."""
LARGEST_UNPACKED = 20 * 1024 * 1024
"""Bytes of XML in a workbook. Pictures in it do not count: they are never unpacked."""
MOST_TAGS = 600_000
"""Tags in a workbook; 3,000 rows of 20 cells have 480,000. Each costs some ten microseconds."""
MOST_TAGS_TOGETHER = 65_536
"""Tags of which openpyxl makes objects at once: a row (Excel has up to 16,384 cells in one), the
styles, and every other part."""
MOST_MEMBERS = 1_000
STREAMED = ("xl/worksheets/", "xl/sharedstrings")
ROW = re.compile(rb"<(?:\w+:)?(?:row|si)\b")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError,
    TypeError, IndexError, AttributeError, OSError, NotImplementedError, EOFError, OverflowError,
)  # fmt: skip

Grid = list[list[str]]
"""Rows of cells as text, from the file's first row on."""


def grids_of(content: bytes) -> list[Grid]:
    """The sheets of a file, xlsx or csv. Raises Refused with what to do instead."""
    if len(content) > LARGEST_FILE:
        raise Refused(_("文件超过10 MB。名册不会这么大，请只留名册那一张表再上传。"))
    if content.startswith(OLD_EXCEL):
        raise Refused(
            _(
                "这是旧格式的 .xls 文件，或者加了密码。请用 Excel 或 WPS 打开，点“另存为”，"
                "类型选“Excel 工作簿（*.xlsx）”，不设密码，再上传。"
            )
        )
    if content.startswith(b"PK"):
        return _of_workbook(content)
    return _short([_of_csv(_decoded(content))])


def _of_workbook(content: bytes) -> list[Grid]:
    try:
        has_formulas = _check_size(content)
        shown = _opened(content, data_only=True)
        said = _opened(content, data_only=False) if has_formulas else shown
        pairs = zip(said.worksheets, shown.worksheets, strict=True)
        return _short(_bounded(_merged(one, other)) for one, other in pairs)
    except BROKEN as error:
        raise Refused(
            _("这个文件打不开。请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件，再上传。")
        ) from error


def _check_size(content: bytes) -> bool:
    """Raises Refused before anything is parsed; gives whether there are formulas."""
    has_formulas = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not _is_picture(m.filename)]
        too_large = sum(m.file_size for m in members) > LARGEST_UNPACKED
        if too_large or len(members) > MOST_MEMBERS:
            raise _too_large()
        total = 0
        for member in members:
            streamed = member.filename.lower().startswith(STREAMED)
            one = _counted(archive.open(member))
            total += one.tags
            together = one.of_a_row if streamed else one.tags
            if total > MOST_TAGS or together > MOST_TAGS_TOGETHER:
                raise _too_large()
            has_formulas |= one.formulas
    return has_formulas


@dataclass(frozen=True, slots=True)
class Counted:
    """What is in a member of a workbook, and in the longest row of it."""

    tags: int
    of_a_row: int
    formulas: bool


def _counted(member: IO[bytes]) -> Counted:
    tags, row, longest, formulas = 0, 0, 0, False
    while piece := member.read(1024 * 1024):
        piece = piece.replace(b"\0", b"")  # UTF-16 is read alike
        first, *others = (part.count(b"<") for part in ROW.split(piece))
        tags += first + len(others) + sum(others)
        row += first
        longest = max(longest, row, *others)
        row = others[-1] if others else row
        formulas = formulas or bool(FORMULA.search(piece))
    return Counted(tags, longest, formulas)


def _too_large() -> Refused:
    return Refused(_("这个文件展开后太大，不像名册。请把名册那一张表复制到新文件里再上传。"))


def _is_picture(name: str) -> bool:
    return "/media/" in name and not name.endswith((".xml", ".rels"))


def _opened(content: bytes, *, data_only: bool) -> Any:
    """With what formulas last showed, or with the formulas themselves; they are never worked out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )


def _merged(said: Any, shown: Any) -> Iterator[list[str]]:
    """What a cell shows; its formula where that has no result kept in the file."""
    if said is shown:
        yield from ([_text(value) for value in row] for row in _rows(shown))
        return
    for formulas, values in zip_longest(_rows(said), _rows(shown), fillvalue=()):
        both = zip_longest(formulas, values)
        yield [_text(value if value is not None else formula) for formula, value in both]


def _rows(sheet: Any) -> Iterable[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(
        max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True
    )
    return rows


def _bounded(rows: Iterable[list[str]]) -> Grid:
    grid: Grid = []
    for row in rows:
        if len(grid) < MOST_ROWS:
            grid.append(_trimmed(row))
        elif any(row):
            raise Refused(
                _("这张表超过%(most)d行。一次读一栋楼的名册，请把别的内容删掉再上传。")
                % {"most": MOST_ROWS}
            )
    while grid and not any(grid[-1]):
        grid.pop()
    return grid


def _short(grids: Iterable[Grid]) -> list[Grid]:
    """Raises Refused for more text than a roster has."""
    read, length = [], 0
    for grid in grids:
        length += sum(len(text) for row in grid for text in row)
        if length > LONGEST_TEXT:
            raise _too_large()
        read.append(grid)
    return read


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: Any) -> str:
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, dt.datetime):
        value = value.date()
    return "" if value is None else str(value)[:LONGEST_CELL].strip()


def _decoded(content: bytes) -> str:
    for codec in _codecs(content):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(_("看不懂这个文件。请上传 Excel 的 .xlsx 文件，或者 .csv 文件。"))


def _codecs(content: bytes) -> tuple[str, ...]:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _of_csv(text: str) -> Grid:
    comma = max(",\t;", key=text.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
        return _bounded([_unquoted(cell) for cell in row[:MOST_COLUMNS]] for row in rows)
    except csv.Error as error:
        raise Refused(_("这个 .csv 文件读不完整。请另存为 .xlsx 文件，再上传。")) from error


def _unquoted(cell: str) -> str:
    """``="0138"`` is how a csv file keeps Excel from taking text for a number."""
    return re.sub(r'^="(.*)"$', r"\1", cell.strip())[:LONGEST_CELL]
