"""Write Excel files in which no text can become a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from louzu.lib.text_input import clean_text

FORMULA = re.compile(r"[\s']*[=+\-@]|'+\d")
"""Text that a spreadsheet program may take for a formula or for a quoted number. It gets an apostrophe in front, which an import
of a roster removes."""
MAX_CELL_LENGTH = 32_767
"""Most characters of a cell in Excel."""
MAX_TITLE_LENGTH = 31
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of the files."""
Rows = Iterable[Sequence[object]]


def as_xlsx(sheets: Mapping[str, Rows], *, headed: bool = True) -> bytes:
    """Return a workbook; ``sheets`` maps titles to rows. ``headed``: freeze the first row of each sheet.

    A cell is a string, a number, a date, a naive datetime, or None.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        page = book.create_sheet(_title(title))
        if headed:
            page.freeze_panes = "A2"
        for number, row in enumerate(rows):
            page.append([_cell(page, value, bold=headed and not number) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def escape_cell(text: str) -> str:
    """Remove characters that a workbook cannot contain, and put an apostrophe before a formula.

    Text that is too long for a cell is cut off and ends in ``…``.
    """
    bare = clean_text(text, multiline=True)
    safe = f"'{bare}" if FORMULA.match(bare) else bare
    return safe if len(safe) <= MAX_CELL_LENGTH else safe[: MAX_CELL_LENGTH - 1] + "…"


def _cell(page: Any, value: Any, *, bold: bool) -> object:
    text = isinstance(value, str)
    cell = WriteOnlyCell(page, escape_cell(value) if text else value)
    if bold:
        cell.font = Font(bold=True)
    elif text and "\n" in value:
        cell.alignment = Alignment(wrap_text=True)
    return cell


def _title(text: str) -> str:
    bare = re.sub(r"[\[\]:*?/\\]", " ", clean_text(text)).strip(" '")
    return bare[:MAX_TITLE_LENGTH] or "1"
