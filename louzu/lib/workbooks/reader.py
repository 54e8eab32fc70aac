"""Read a workbook within limits: ``python reader.py MAX_ROWS MAX_COLUMNS < file > sheets``.

``residents.roster_parser.files`` runs this file in a process of its own, so that the kernel can stop a file that
takes too much time or memory. It must not import Django, and of louzu only modules of
this package.

The output is JSON: ``{"refused": reason}`` with a key of ``files.REASONS``, or ``{"sheets": […]}``.
python-calamine reads the values of xlsx, xlsb, xls, et and ods; the other modules read what it does
not give.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

if __name__ == "__main__":  # as a program it has no path to louzu
    sys.path.append(str(Path(__file__).parents[3]))
from louzu.lib.workbooks.archives import details_of_zip, zip_has_password
from louzu.lib.workbooks.details import MAX_CELL_LENGTH, Limits, Range, SheetDetails, UnfitWorkbook
from louzu.lib.workbooks.records import details_of_records, has_password

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space for the whole process. One cell at the far corner makes a huge sheet."""
MAX_MERGED = 20_000
"""Merged ranges in a sheet: two rows of a household may have ten."""
PANIC = "PanicException"
"""Name of what calamine raises for a truncated file: a BaseException that cannot be imported."""
BROKEN = (
    calamine.CalamineError,
    expat.ExpatError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    OverflowError,
    IndexError,
)


def main() -> None:
    _limit()
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read(), *map(int, sys.argv[1:]))}
    except UnfitWorkbook as unfit:
        answer = unfit.answer
    except MemoryError:
        answer = UnfitWorkbook("large").answer
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        answer = UnfitWorkbook("broken").answer
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def read(content: bytes, most_rows: int, most_columns: int) -> list[dict[str, object]]:
    """Return the sheets in order; a hidden one has a name but no rows. Raises UnfitWorkbook."""
    limits = Limits(most_rows, most_columns)
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        names = [meta.name for meta in book.sheets_metadata]
        details = _details_of(content, names, limits)
        return [_sheet(book, meta, details, limits) for meta in book.sheets_metadata]
    except BROKEN as error:
        raise UnfitWorkbook("password" if _has_password(content) else "broken") from error


def _has_password(content: bytes) -> bool:
    """Return whether the file has a password. calamine detects this only for files on disk."""
    try:
        return zip_has_password(content) if content.startswith(b"PK") else has_password(content)
    except BROKEN:
        return False


def _details_of(content: bytes, names: list[str], limits: Limits) -> dict[str, SheetDetails] | None:
    if content.startswith(b"PK"):
        return details_of_zip(content, limits)
    return details_of_records(content, names, limits)


def _sheet(
    book: calamine.CalamineWorkbook,
    meta: calamine.SheetMetadata,
    details: dict[str, SheetDetails] | None,
    limits: Limits,
) -> dict[str, object]:
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    found: dict[str, object] = {"name": meta.name, "hidden": hidden}
    if hidden or meta.typ != calamine.SheetTypeEnum.WorkSheet:
        return {**found, "hidden": True, "rows": []}
    sheet = book.get_sheet_by_name(meta.name)
    if sheet.end and sheet.end[0] >= limits.rows:
        raise UnfitWorkbook("rows", meta.name)
    values = sheet.to_python(skip_empty_area=False) if sheet.end else []
    beyond = sum(value != "" for row in values for value in row[limits.columns :])
    detail = (details or {}).get(meta.name) or SheetDetails()
    rows = [[_text(value) for value in row[: limits.columns]] for row in values]
    detail.put_into(rows, limits)
    rows = _trimmed(rows)
    return {
        **found,
        "rows": rows,
        "beyond": beyond,
        "merged": _merged(meta.name, [*(sheet.merged_cell_ranges or []), *detail.merged], rows),
        "hidden_rows": sorted(detail.hidden_rows),
        "hidden_columns": sorted(detail.hidden_columns),
        "struck": sorted({row for row, column in detail.struck if _is_filled(rows, row, column)}),
        "blind": details is None,
    }


def _is_filled(rows: list[list[str]], row: int, column: int) -> bool:
    return row < len(rows) and column < len(rows[row]) and bool(rows[row][column])


def _trimmed(rows: Iterable[list[str]]) -> list[list[str]]:
    grid: list[list[str]] = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        grid.append(row)
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _merged(
    name: str, ranges: list[Range], rows: list[list[str]]
) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges, cut to the extent of ``rows``, without empty ones. Raises
    UnfitWorkbook if two overlap, so that they cover no more cells than ``rows`` have."""
    if len(ranges) > MAX_MERGED:
        raise UnfitWorkbook("merged", name)
    width = max(map(len, rows), default=0)
    taken = [bytearray(width) for _row in rows]
    merged = []
    for (first, left), (bottom, far) in ranges:
        last, right = min(bottom, len(rows) - 1), min(far, width - 1)
        for row in range(first, last + 1):
            if any(taken[row][left : right + 1]):
                raise UnfitWorkbook("merged", name)
            taken[row][left : right + 1] = b"\1" * (right + 1 - left)
        if first <= last and left <= right:
            merged.append((first, left, last, right))
    return merged


def _text(value: object) -> str:
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, dt.datetime):
        value = value.date()
    return str(value)[:MAX_CELL_LENGTH].strip()


if __name__ == "__main__":
    main()
