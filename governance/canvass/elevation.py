"""The layout of a building's elevation: floors as rows, flats as cells with a state.

Pure layout. ``templates/components/elevation.html`` draws it as SVG and as a table. Lengths are
units of the drawing, and ``EM`` is the width of one character of the page's text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EM = 18
CELL, HEIGHT, GAP = 54, 54, 4
GUTTER = 32
"""Width for the names of floors, left of the building."""
ROOF, SILL = 26, 10
FLOORS_A_PIECE = 17
"""The largest number of floors in one piece, so that no flat is cut by a page break on A4."""
PHONE = 4
"""The number of flats per floor that fit on a phone. A wider drawing scrolls."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a state is drawn: by a word, a pattern and a tone, never by colour alone."""

    word: Promise
    tone: str
    band: str = "M2 7H52"
    """SVG path of the pattern. The style sheet sets its dashes by state."""


ZIGZAG = "M2 10" + "".join(f"L{x + 5} 4L{x + 10} 10" for x in range(2, 52, 10))
STROKES = "".join(f"M{x} 11L{x + 5} 3" for x in range(4, 47, 6))

LOOKS = {
    "agree": CellLook(_("已同意"), "agree"),
    "object": CellLook(_("有异议"), "object", STROKES),
    "abstain": CellLook(_("已弃权"), "plain"),
    "answered": CellLook(_("已答复"), "agree", "M2 4.5H52M2 9.5H52"),
    "unconfirmed": CellLook(_("待核对"), "wait", "M7 7H50"),
    "clash": CellLook(_("有出入"), "wait", ZIGZAG),
    "stale": CellLook(_("请再答"), "wait"),
    "told": CellLook(_("已告知"), "told"),
    "waiting": CellLook(_("待告知"), "plain", ""),
    "absent": CellLook(_("不在册"), "plain", "M22 3L32 11M32 3L22 11"),
}
"""All states of a flat, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class ElevationCell:
    """A flat. ``state`` is a key of ``LOOKS``. ``note`` is shown in the table only."""

    flat: str
    floor: int
    state: str
    note: str = ""
    counted: bool = True
    """False for a further flat of the same voice, so that the legend counts each voice once."""

    @property
    def look(self) -> CellLook:
        return LOOKS[self.state]

    @property
    def word(self) -> str:
        return str(self.look.word)

    @property
    def squeezed(self) -> bool:
        return _width(self.flat) > 5.5  # noqa: PLR2004 -- digits of 9 units in 50

    @property
    def word_squeezed(self) -> bool:
        return _width(self.word) > 7  # noqa: PLR2004 -- letters of 7 units in 50


@dataclass(frozen=True, slots=True)
class ElevationRow:
    """A floor: the cell of each column or None, and the column of the lounge, if any."""

    floor: int
    cells: tuple[ElevationCell | None, ...]
    lounge: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """The position of a cell or name in a piece. ``at`` is its upper left corner, as ``x y``."""

    at: str
    floor: int
    cell: ElevationCell | None = None


@dataclass(frozen=True, slots=True)
class ElevationPiece:
    """Adjacent floors of the drawing, top floor first."""

    rows: tuple[ElevationRow, ...]
    columns: int
    roofed: bool
    grounded: bool

    @property
    def highest(self) -> int:
        return self.rows[0].floor

    @property
    def lowest(self) -> int:
        return self.rows[-1].floor

    @property
    def left(self) -> int:
        return GUTTER

    @property
    def top(self) -> int:
        return ROOF if self.roofed else 0

    @property
    def wall(self) -> int:
        return len(self.rows) * (HEIGHT + GAP) + (GAP if self.grounded else 0)

    @property
    def wall_width(self) -> int:
        return self.columns * (CELL + GAP) + GAP

    @property
    def width(self) -> int:
        return GUTTER + self.wall_width + GAP

    @property
    def height(self) -> int:
        return self.top + self.wall + (SILL if self.grounded else 0)

    @property
    def ems(self) -> str:
        return f"{self.width / EM:.2f}em"

    @property
    def roof(self) -> str:
        left, right = GUTTER - GAP, self.width
        return f"{left},{ROOF} {(left + right) // 2},2 {right},{ROOF}"

    @property
    def ground(self) -> str:
        return f"M0 {self.height - SILL // 2}H{self.width}"

    @property
    def floors(self) -> list[PlacedCell]:
        return [PlacedCell(self._at(row), row.floor) for row in self.rows]

    @property
    def flats(self) -> list[PlacedCell]:
        return [
            PlacedCell(self._at(row, column), row.floor, cell)
            for row in self.rows
            for column, cell in enumerate(row.cells)
            if cell
        ]

    @property
    def lounges(self) -> list[PlacedCell]:
        return [
            PlacedCell(self._at(row, row.lounge), row.floor)
            for row in self.rows
            if row.lounge is not None
        ]

    def _at(self, row: ElevationRow, column: int | None = None) -> str:
        x = 0 if column is None else GUTTER + GAP + column * (CELL + GAP)
        return f"{x} {self.top + GAP + (self.highest - row.floor) * (HEIGHT + GAP)}"


@dataclass(frozen=True)
class Elevation:
    """The whole building, top floor first."""

    rows: tuple[ElevationRow, ...]
    columns: int

    @cached_property
    def cells(self) -> list[ElevationCell]:
        return [cell for row in self.rows for cell in row.cells if cell]

    @property
    def legend(self) -> list[tuple[str, CellLook, int]]:
        seen = Counter(cell.state for cell in self.cells if cell.counted)
        return [(code, look, seen[code]) for code, look in LOOKS.items() if seen[code]]

    @property
    def pieces(self) -> list[ElevationPiece]:
        count = -(-len(self.rows) // FLOORS_A_PIECE)
        size = -(-len(self.rows) // count)
        parts = [self.rows[at : at + size] for at in range(0, len(self.rows), size)]
        return [
            ElevationPiece(part, self.columns, part is parts[0], part is parts[-1])
            for part in parts
        ]

    @property
    def wide(self) -> bool:
        return self.columns > PHONE


def elevation_of(
    cells: Iterable[ElevationCell], *, floors: int = 1, lounge_floor: int | None = None
) -> Elevation:
    """Lay out ``cells`` over ``floors``, or more if a flat is higher. Their order does not matter."""
    cells = sorted(cells, key=lambda cell: _natural(cell.flat))
    columns = _columns(cells)
    top = max([floors, lounge_floor or 1, 1, *(cell.floor for cell in cells)])
    by_floor: dict[int, dict[int, ElevationCell]] = {floor: {} for floor in range(top, 0, -1)}
    for cell, column in zip(cells, columns, strict=True):
        by_floor[cell.floor][column] = cell
    count = max([*columns, 0]) + 1
    lounge = _free(by_floor[lounge_floor], count) if lounge_floor else None
    count = max(count, (lounge or 0) + 1)
    return Elevation(
        tuple(
            ElevationRow(
                floor,
                tuple(map(placed.get, range(count))),
                lounge if floor == lounge_floor else None,
            )
            for floor, placed in by_floor.items()
        ),
        count,
    )


def _free(placed: dict[int, ElevationCell], count: int) -> int:
    return max(set(range(count)) - placed.keys(), default=count)


def _columns(cells: Sequence[ElevationCell]) -> list[int]:
    """Return the column of each cell.

    Flats with the same number on their floor share a column (302 above 202). Rooms with other names
    (底商1, 亭子间) take free columns. If numbers don't give a grid, the flats of a floor are placed side
    by side in order.
    """
    numbers = [_number_on_floor(cell) for cell in cells]
    used = sorted(set(numbers) - {""})
    most = max(Counter(cell.floor for cell in cells).values(), default=0)
    places = [(cell.floor, n) for cell, n in zip(cells, numbers, strict=True) if n]
    aligned = len(set(places)) == len(places) and len(used) <= most + 1
    columns = [used.index(n) if n and aligned else -1 for n in numbers]
    taken = {(c.floor, column) for c, column in zip(cells, columns, strict=True) if column >= 0}
    for at, cell in enumerate(cells):
        if columns[at] < 0:
            columns[at] = next(c for c in range(len(cells)) if (cell.floor, c) not in taken)
            taken.add((cell.floor, columns[at]))
    return columns


def _number_on_floor(cell: ElevationCell) -> str:
    """Return ``02`` for flat 302 or 302室 on floor 3 and for 1202 on floor 12, or "" for other
    labels."""
    found = re.fullmatch(rf"{cell.floor}0?(\d{{1,2}})室?", cell.flat)
    return found[1].zfill(2) if found else ""


def _natural(label: str) -> list[tuple[int, str]]:
    """Sort key that puts 9 before 10."""
    return [
        (int(part or 0), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", label)
    ]


def _width(text: str) -> int:
    """Return the width in digits. A Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
