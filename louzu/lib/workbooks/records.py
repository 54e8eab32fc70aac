"""Read details of xls and et files that python-calamine does not return.

These are hidden rows and columns, cells with errors, and whether there is a password. Records are
read one by one ([MS-XLS] 2.3). Like ``details`` this module must not import Django.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from louzu.lib.workbooks.details import Limits, SheetDetails

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
"""Error texts by their code ([MS-XLS] 2.5.10)."""
FORMULA, END, BOUND_SHEET, COLUMNS, ERROR, ROW, BEGIN = 0x06, 0x0A, 0x85, 0x7D, 0x205, 0x208, 0x809
PASSWORD = 0x2F
ENCRYPTED = "EncryptedPackage"
"""The stream that contains an xlsx with a password ([MS-OFFCRYPTO] 2.3.4)."""


def details_of_records(
    content: bytes, names: list[str], limits: Limits
) -> dict[str, SheetDetails] | None:
    """Map sheet names to details. ``names`` are all sheets in their order.

    Returns None for unexpected records. calamine may still read such a file.
    """
    try:
        stream = _stream_of(content)
        starts = [
            struct.unpack_from("<I", body)[0]
            for kind, body in _records(stream, 0)
            if kind == BOUND_SHEET
        ]
        if len(starts) != len(names):
            return None
        return {
            name: _details_of(_records(stream, start), limits)
            for name, start in zip(names, starts, strict=True)
        }
    except (OSError, struct.error):
        return None


def has_password(content: bytes) -> bool:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            if file.exists(ENCRYPTED):
                return True
        return any(kind == PASSWORD for kind, _body in _records(_stream_of(content), 0))
    except (OSError, struct.error):
        return False


def _stream_of(content: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        stream: bytes = file.openstream(name).read()
    return stream


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield type and body of the records of the substream at ``start``, without nested ones (charts)."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == BEGIN) - (kind == END)
        if not depth:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _details_of(records: Iterator[tuple[int, bytes]], limits: Limits) -> SheetDetails:
    details = SheetDetails()
    for kind, body in records:
        if kind == ROW:
            row, flags = struct.unpack_from("<H10xH", body)
            details.hidden_rows |= {row} if flags & 0x20 else set()
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", body)
            details.hide_columns(first, last if flags & 1 else -1, limits)
        elif kind in {ERROR, FORMULA}:
            row, column, code = _error_in(kind, body)
            if code is not None:
                details.errors[row, column] = ERRORS.get(code, "#N/A")
    return details


def _error_in(kind: int, body: bytes) -> tuple[int, int, int | None]:
    """Return row, column and the error code of the cell, or None without an error."""
    row, column = struct.unpack_from("<HH", body)
    if kind == ERROR:
        code, is_error = struct.unpack_from("<6xBB", body)
        return row, column, code if is_error else None
    what, code, mark = struct.unpack_from("<6xBxB3xH", body)
    is_error = mark == 0xFFFF and what == 2  # noqa: PLR2004 -- neither a number nor a text
    return row, column, code if is_error else None
