"""Find the tables of a page: header rows, columns, and the rows below.

Tables may stand side by side, or below each other with their own headers. A merged cell gives its
value to all cells that it covers. Hidden rows and columns are ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.utils import get_column_letter

from residents.roster_parser.columns import BANDS, band_of, field_of, normalized_text
from residents.roster_parser.files import Grid, SheetPage
from residents.roster_parser.header_rows import (
    Headers,
    column_spans,
    headers_side_by_side,
    is_value,
    named_columns,
)
from residents.roster_parser.rooms import is_room

DEEPEST_HEADER = 40
"""The first header is searched for in this number of rows."""
MAX_HEADER_ROWS = 4
ROWS_COMPARED = 20
"""Rows below a header that decide whether two tables stand side by side."""
UNIT = re.compile(r"\(\D{1,4}\)")
"""A cell in a row of units below the header: （㎡）, （人）."""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column that is read. ``band`` is its age range if it is a part of a band of ours."""

    column: int
    header: str
    field: str
    band: tuple[int, int] | None = None

    @property
    def letter(self) -> str:
        return get_column_letter(self.column + 1)


@dataclass(frozen=True)
class HeaderTable:
    """Rows ``first`` to ``last`` below the header rows, which begin at ``head``, and columns
    ``left`` to ``right``. All count from 0 and are inclusive."""

    head: int
    first: int
    last: int
    left: int
    right: int
    headers: Headers
    fields: dict[int, str] = field(default_factory=dict)
    """Position of every column that names a field, including repeated ones."""


@dataclass(frozen=True)
class PageView:
    """A page with its visible tables."""

    page: SheetPage

    @cached_property
    def down(self) -> Grid:
        """The rows, with merged cells filled downwards."""
        return self._filled(across=False)

    @cached_property
    def across(self) -> Grid:
        """The rows, with merged cells filled downwards and to the right, as headers need it."""
        return self._filled(across=True)

    @cached_property
    def tables(self) -> list[HeaderTable]:
        return _tables(self)

    @cached_property
    def beside(self) -> frozenset[int]:
        heads = Counter(table.head for table in self.tables)
        return frozenset(head for head, count in heads.items() if count > 1)

    def _filled(self, *, across: bool) -> Grid:
        width = max(map(len, self.page.rows), default=0)
        grid = [row + [""] * (width - len(row)) for row in self.page.rows]
        for first, left, last, right in self.page.merged:
            if first >= len(grid) or left >= width or not grid[first][left]:
                continue
            for row in range(first, min(last, len(grid) - 1) + 1):
                for column in range(left, min(right, width - 1) + 1 if across else left + 1):
                    grid[row][column] = grid[row][column] or grid[first][left]
        for at, cells in enumerate(grid):
            for column in range(width):
                if at in self.page.hidden_rows or column in self.page.hidden_columns:
                    cells[column] = ""
        return grid

    def filled_between(self, table: HeaderTable, first: int, last: int) -> list[int]:
        """Return rows from ``first`` to before ``last`` that have text in the visible columns of
        ``table``. Hidden rows are included."""
        return [
            at
            for at in range(first, last)
            if any(
                text
                for column, text in enumerate(self.page.rows[at][: table.right + 1])
                if column >= table.left and column not in self.page.hidden_columns
            )
        ]

    def merged_at(self, row: int, column: int) -> tuple[int, int] | None:
        return self._merged.get((row, column))

    @cached_property
    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        height = len(self.page.rows)
        return {
            (row, left): (first, last)
            for first, left, last, _right in self.page.merged
            if last > first
            for row in range(first, min(last, height - 1) + 1)
        }


def _tables(page_view: PageView) -> list[HeaderTable]:
    grid = page_view.across
    heads: list[tuple[int, list[Headers]]] = []
    deepest = -1
    for at, row in enumerate(grid):
        if not heads and at >= DEEPEST_HEADER:
            break
        if heads and at == deepest + 1 and _goes_on(page_view, at, heads[-1][1]):
            deepest = at
        elif parts := headers_side_by_side(row, grid[at + 1 : at + 1 + ROWS_COMPARED]):
            heads.append((at, parts))
            deepest = at
    tables: list[HeaderTable] = []
    for number, (at, parts) in enumerate(heads):
        last = heads[number + 1][0] - 1 if number + 1 < len(heads) else len(grid) - 1
        headers = [{column: [row] for column, row in part.items()} for part in parts]
        first = _deepest(page_view, at, last, parts, headers)
        tables += [
            HeaderTable(
                at, first, last, left, right, *named_columns(found, _groups_above(page_view, at))
            )
            for found, (left, right) in zip(
                headers, column_spans(parts, len(grid[at])), strict=True
            )
        ]
    return tables


def _groups_above(page_view: PageView, head: int) -> Headers:
    above = page_view.across[head - 1] if head else []
    own = page_view.page.rows[head - 1] if head else []
    said = {text for text in own if text}
    if len(said) < 2 or any(map(is_value, said)):  # noqa: PLR2004 -- a single one is a title
        return {}
    return {column: text for column, text in enumerate(above) if text}


def _deepest(
    page_view: PageView,
    at: int,
    last: int,
    parts: list[Headers],
    headers: list[dict[int, list[str]]],
) -> int:
    """Return the first row below the header rows, and add these to ``headers``. A further header
    row names a field (其中), and has neither room nor value."""
    row = at + 1
    while row <= min(last, at + MAX_HEADER_ROWS - 1) and _goes_on(page_view, row, parts):
        for found, (left, right) in zip(
            headers, column_spans(parts, len(page_view.across[row])), strict=True
        ):
            for column in range(left, right + 1):
                if text := page_view.across[row][column]:
                    found.setdefault(column, []).append(text)
        row += 1
    return row


def _goes_on(page_view: PageView, row: int, parts: list[Headers]) -> bool:
    across, alone = page_view.across[row], page_view.page.rows[row]
    texts = [text for text in alone if text]
    if not texts or row in page_view.page.hidden_rows or any(map(is_value, texts)):
        return False
    rooms = [
        at
        for part in parts
        for at, text in part.items()
        if field_of(text) in {"room", "address", "door"}
    ]
    if any(is_room(across[at]) or (at < len(alone) and alone[at]) for at in rooms):
        return False
    if all(UNIT.fullmatch(normalized_text(text)) for text in texts):
        return True
    known = [text for text in texts if field_of(text) or band_of(text)]
    return any(band_of(text) for text in texts) or len(known) * 2 > len(texts)


def part_of(header: str, name: str) -> tuple[int, int] | None:
    band = band_of(header) if name in BANDS else None
    return band if band and band != BANDS[name] else None
