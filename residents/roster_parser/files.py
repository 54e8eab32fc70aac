"""Read the pages of an uploaded file. The type is recognised by content, and the size is checked
before unpacking.

``louzu/lib/workbooks/reader.py`` reads workbooks in a separate process (ADR 29); csv files are read here.
Everything that is left out is reported on the page.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from residents.roster_parser.identity import without_identity
from residents.roster_parser.workbook_limits import check_size, too_large

logger = logging.getLogger(__name__)

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_CELL_LENGTH = 500
MAX_TEXT_LENGTH = 2_000_000
"""Characters in all cells. Many cells of a workbook may refer to one long text."""
READ_TIMEOUT = 30.0
"""Wall-clock seconds for one workbook, on a busy machine."""
READER = Path(__file__).parents[2] / "louzu" / "lib" / "workbooks" / "reader.py"
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""First bytes of zip archives (xlsx, xlsb, ods) and of old Excel and WPS files (xls, et)."""
REASONS = {
    "merged": gettext_lazy(
        "“%(sheet)s”这张表里，合并的格子互相重叠，或者太多。"
        "请把名册复制到新文件里，取消多余的合并，再上传。"
    ),
    "broken": gettext_lazy(
        "这个文件打不开。请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件，再上传。"
    ),
    "password": gettext_lazy(
        "这个文件加了密码。请用 Excel 或 WPS 打开，另存为不设密码的 .xlsx 文件，再上传。"
    ),
    "rows": gettext_lazy("“%(sheet)s”这张表超过%(most)d行。请只留名册，把下面别的内容删掉再上传。"),
}
_reader_lock = threading.Lock()

Grid = list[list[str]]
"""Rows of cells as text, from the first row on. Line breaks are kept."""


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet of a file. Rows and columns are numbered from 0."""

    name: str
    rows: Grid
    hidden: bool = False
    """Hidden, or not a sheet of cells. Its rows are not read."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: tuple[int, ...] = ()
    """Rows with text that is struck through. They are read."""
    beyond: int = 0
    """Number of cells to the right of the last column that is read."""
    blind: bool = False
    """The file type does not tell which cells are hidden, merged or erroneous."""


def pages_of(content: bytes) -> list[SheetPage]:
    """Return the sheets of a file in order. Raise Refused with advice if the file cannot be read."""
    if len(content) > MAX_FILE_BYTES:
        raise Refused(_("文件超过10 MB。名册不会这么大，请只留名册那一张表再上传。"))
    if content.startswith(WORKBOOKS):
        pages = _of_workbook(content)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Refused(
            _(
                "这其实是一个网页，只是名字像表格。请用 Excel 或 WPS 打开，"
                "另存为“Excel 工作簿（*.xlsx）”，再上传。"
            )
        )
    else:
        rows, beyond = _of_csv(_decoded(content))
        pages = [SheetPage("", rows, beyond=beyond)]
    if sum(len(text) for page in pages for row in page.rows for text in row) > MAX_TEXT_LENGTH:
        raise too_large()
    return pages


def _of_workbook(content: bytes) -> list[SheetPage]:
    try:
        if content.startswith(b"PK"):
            check_size(content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise _refusal("broken") from error
    with _reader_lock:
        answer = json.loads(_run_reader(content))
    if "refused" in answer:
        raise _refusal(answer["refused"], answer["sheet"])
    return [_page(sheet) for sheet in answer["sheets"]]


def _refusal(reason: str, sheet: str = "") -> Refused:
    if reason not in REASONS:
        return too_large()
    return Refused(str(REASONS[reason]) % {"sheet": quoted(sheet or _("名册")), "most": MAX_ROWS})


def _run_reader(content: bytes) -> bytes:
    """Return the output of ``reader.py``, which runs without the secrets of the environment."""
    try:
        done = subprocess.run(  # noqa: S603 -- a program of this package
            [sys.executable, "-I", READER, str(MAX_ROWS), str(MAX_COLUMNS)],
            input=content,
            capture_output=True,
            timeout=READ_TIMEOUT,
            env={key: os.environ[key] for key in ENVIRONMENT if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise too_large() from late
    if done.returncode < 0:  # killed by the kernel at its limit of CPU time or memory
        raise too_large()
    if done.returncode:
        logger.error(
            "a workbook could not be read: %s", done.stderr.decode(errors="replace")[-2000:]
        )
        raise _refusal("broken")
    return done.stdout


def _page(record: dict[str, Any]) -> SheetPage:
    if record["hidden"]:
        return SheetPage(without_identity(record["name"]), [], hidden=True)
    return SheetPage(
        without_identity(record["name"]),
        record["rows"],
        merged=tuple((first, left, last, right) for first, left, last, right in record["merged"]),
        hidden_rows=frozenset(record["hidden_rows"]),
        hidden_columns=frozenset(record["hidden_columns"]),
        struck=tuple(record["struck"]),
        beyond=record["beyond"],
        blind=record["blind"],
    )


def _decoded(content: bytes) -> str:
    for codec in _codecs(content):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(_("看不懂这个文件。请上传 Excel 或 WPS 的表格（.xlsx、.xls、.et），或者 .csv。"))


def _codecs(content: bytes) -> tuple[str, ...]:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _of_csv(text: str) -> tuple[Grid, int]:
    comma = max(",\t;", key=text.count)
    rows: Grid = []
    beyond = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma):
            if len(rows) < MAX_ROWS:
                rows.append(
                    _without_trailing_empty([_unquoted(cell) for cell in row[:MAX_COLUMNS]])
                )
                beyond += sum(bool(cell.strip()) for cell in row[MAX_COLUMNS:])
            elif any(row):
                raise _refusal("rows")
    except csv.Error as error:
        raise Refused(_("这个 .csv 文件读不完整。请另存为 .xlsx 文件，再上传。")) from error
    while rows and not rows[-1]:
        rows.pop()
    return rows, beyond


def _without_trailing_empty(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _unquoted(cell: str) -> str:
    """Unwrap ``="0138"``, which keeps Excel from reading text as a number."""
    return re.sub(r'^="(.*)"$', r"\1", cell.strip())[:MAX_CELL_LENGTH]
