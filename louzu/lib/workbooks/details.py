"""Details of a sheet that python-calamine does not give.

These are hidden rows and columns, cells that show an error, formulas without a result, and merged cells
of an ods. ``reader`` imports the modules of this package in a process of its own, so they must not
import Django or other modules of louzu.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_CELL_LENGTH = 500
LAST_COLUMN = 16_384
"""Columns of a sheet in Excel; a file with more ``col`` elements is refused."""
Range = tuple[tuple[int, int], tuple[int, int]]
"""First row and column, last row and column; all count from 0."""


class UnfitWorkbook(Exception):  # noqa: N818 -- an expected outcome
    """``reason`` is a key of ``files.REASONS``; ``sheet`` names the sheet it concerns."""

    def __init__(self, reason: str, sheet: str = "") -> None:
        super().__init__(reason)
        self.answer = {"refused": reason, "sheet": sheet}


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of rows and columns that are read of a sheet."""

    rows: int
    columns: int


@dataclass(slots=True)
class SheetDetails:
    """Details of one sheet. Rows and columns count from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Error texts by (row, column), such as #N/A."""
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas without a stored result by (row, column), with ``=``."""
    merged: list[Range] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    """Cells of an .xlsx whose text is struck through, within the limits."""

    def put_into(self, rows: list[list[str]], limits: Limits) -> None:
        for (row, column), text in (*self.formulas.items(), *self.errors.items()):
            if row >= limits.rows or column >= limits.columns:
                continue
            rows += [[] for _row in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            if (row, column) in self.errors or not rows[row][column]:
                rows[row][column] = text[:MAX_CELL_LENGTH]

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        self.hidden_columns |= set(range(max(first, 0), min(last + 1, limits.columns)))
