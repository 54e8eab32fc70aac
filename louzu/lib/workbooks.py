"""Read a workbook within limits: ``python workbooks.py MOST_ROWS MOST_COLUMNS < file > sheets``.

``residents.roster.files`` runs this file as a program of its own, so that a file that costs too
much can be ended without the web server. It must not import Django or anything of louzu.

The answer is JSON: ``{"refused": reason}`` with a key of ``files.REASONS``, or ``{"sheets": […]}``.
python-calamine reads the values of xlsx, xlsb, xls, et and ods. Of an xlsx, what it does not tell
(hidden rows and columns, errors, formulas without a result) is read from the XML by expat.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import re
import resource
import sys
import zipfile
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space for the whole process: a cell far away makes a sheet of millions."""
LONGEST_CELL = 500
MOST_MERGED = 20_000
"""Merged ranges in a sheet: a household of two rows may have ten of them."""
LAST_COLUMN = 16_384
"""Columns in a sheet of Excel, hence the most elements that may tell of columns."""
BROKEN = (
    calamine.CalamineError, expat.ExpatError, zipfile.BadZipFile, KeyError, ValueError, OSError,
    EOFError, NotImplementedError, OverflowError, IndexError,
)  # fmt: skip
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Unfit(Exception):  # noqa: N818 -- the file is unfit, nothing went wrong
    """Why a file is not read: a key of ``files.REASONS``, and the sheet it concerns."""

    def __init__(self, reason: str, sheet: str = "") -> None:
        super().__init__(reason)
        self.answer = {"refused": reason, "sheet": sheet}


def main() -> None:
    _limit()
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read(), *map(int, sys.argv[1:]))}
    except Unfit as unfit:
        answer = unfit.answer
    except MemoryError:
        answer = Unfit("large").answer
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    """Pages go before files. Not every system knows every limit."""
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def read(content: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """The sheets in their order; of a hidden one the name alone. Raises Unfit."""
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        marks = _marks_of(content, most_columns)
        return [_sheet(book, meta, marks, most_rows, most_columns) for meta in book.sheets_metadata]
    except calamine.PasswordError as error:
        raise Unfit("password") from error
    except BROKEN as error:
        raise Unfit("broken") from error


def _sheet(
    book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, marks: dict[str, Marks] | None,
    most_rows: int, most_columns: int,
) -> dict[str, Any]:  # fmt: skip
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    told: dict[str, Any] = {"name": meta.name, "hidden": hidden}
    if hidden or meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return {**told, "hidden": True, "rows": []}
    sheet = book.get_sheet_by_name(meta.name)
    if sheet.end and sheet.end[0] >= most_rows:
        raise Unfit("rows", meta.name)
    values = sheet.to_python(skip_empty_area=False) if sheet.end else []
    rows = [[_text(value) for value in row[:most_columns]] for row in values]
    mark = (marks or {}).get(meta.name) or Marks(most_columns)
    mark.put_into(rows, most_rows, most_columns)
    return {
        **told,
        "rows": rows,
        "beyond": sum(value != "" for row in values for value in row[most_columns:]),
        "merged": _merged(sheet, rows),
        "hidden_rows": sorted(mark.hidden_rows),
        "hidden_columns": sorted(mark.hidden_columns),
        "blind": marks is None,
    }


def _merged(
    sheet: calamine.CalamineSheet, rows: list[list[str]]
) -> list[tuple[int, int, int, int]]:
    """Merged ranges as far as ``rows`` reach, which count as one cell once.

    Raises Unfit where two overlap, so that all together cover no more cells than ``rows`` have.
    """
    ranges = sheet.merged_cell_ranges or []
    if len(ranges) > MOST_MERGED:
        raise Unfit("merged", sheet.name)
    width = max(map(len, rows), default=0)
    taken = [bytearray(width) for _row in rows]
    merged = []
    for (first, left), (bottom, far) in ranges:
        last, right = min(bottom, len(rows) - 1), min(far, width - 1)
        for row in range(first, last + 1):
            if any(taken[row][left : right + 1]):
                raise Unfit("merged", sheet.name)
            taken[row][left : right + 1] = b"\1" * (right + 1 - left)
        if first <= last and left <= right:
            merged.append((first, left, last, right))
    return merged


def _text(value: Any) -> str:
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, dt.datetime):
        value = value.date()
    return str(value)[:LONGEST_CELL]


class Marks:
    """What the XML of a sheet says beside its values. Rows and columns count from 0."""

    def __init__(self, most_columns: int) -> None:
        self.most_columns = most_columns
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.cells: dict[tuple[int, int], str] = {}
        """Errors as Excel shows them, and formulas without a result, with ``=``."""
        self._told_columns = 0
        self._row, self._column = -1, -1
        self._kind, self._text, self._formula, self._value = "", "", "", ""

    def put_into(self, rows: list[list[str]], most_rows: int, most_columns: int) -> None:
        for (row, column), text in self.cells.items():
            if row >= most_rows or column >= most_columns:
                continue
            rows += [[] for _row in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = rows[row][column] or text[:LONGEST_CELL]

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._text = ""
        if name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden_rows.add(self._row)
        elif name == "c":
            place = CELL.fullmatch(attributes.get("r", ""))
            self._column = _number(place[1]) if place else self._column + 1
            self._kind, self._formula, self._value = attributes.get("t", ""), "", ""
        elif name == "col":
            self._start_columns(attributes)

    def _start_columns(self, attributes: dict[str, str]) -> None:
        self._told_columns += 1
        if self._told_columns > LAST_COLUMN:
            raise Unfit("large")
        if attributes.get("hidden") in {"1", "true"}:
            first = max(int(attributes["min"]), 1)
            last = min(int(attributes["max"]), self.most_columns)
            self.hidden_columns |= set(range(first - 1, last))

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "f":
            self._formula = f"={self._text}"
        elif name == "v":
            self._value = self._text
        elif name == "c" and self._kind == "e":
            self.cells[self._row, self._column] = self._value or "#N/A"
        elif name == "c" and self._formula and not self._value and self._kind != "str":
            self.cells[self._row, self._column] = self._formula

    def characters(self, text: str) -> None:
        self._text += text


def _number(letters: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _marks_of(content: bytes, most_columns: int) -> dict[str, Marks] | None:
    """By the name of the sheet; None for a kind of file that does not tell."""
    if not content.startswith(b"PK"):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        if "xl/workbook.xml" not in names:
            return None
        sheets, targets = Elements("sheet"), Elements("Relationship")
        _parse(archive.read(names["xl/workbook.xml"]), sheets)
        _parse(archive.read(names["xl/_rels/workbook.xml.rels"]), targets)
        paths = {one["Id"]: one["Target"] for one in targets.found}
        marks = {}
        for one in sheets.found:
            key = next(value for name, value in one.items() if name.rpartition(":")[2] == "id")
            path = str(PurePosixPath("xl") / paths[key].removeprefix("/xl/")).lower()
            marks[one["name"]] = Marks(most_columns)
            if path in names:
                _parse(archive.read(names[path]), marks[one["name"]])
        return marks


class Elements:
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == self.name:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


def _parse(content: bytes, reader: Marks | Elements) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.EntityDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_declared: object) -> None:
    raise Unfit("broken")


if __name__ == "__main__":
    main()
