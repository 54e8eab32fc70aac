"""The building drawn from the street: floors as rows, flats as cells, each with its state.

Pure layout; ``templates/components/elevation.html`` draws it as SVG, with the same as a table.
Lengths are units of the drawing; ``EM`` of them are as wide as a character of the page's text.
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
"""Room for the floor's name, left of the wall."""
ROOF, SILL = 26, 10
FLOORS_A_PIECE = 17
"""More floors than these stand on a second piece of the drawing, so that A4 never cuts a flat."""
PHONE = 4
"""So many flats a floor fit a phone at a readable size; a wider drawing scrolls in its own box."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a state looks: a word, a band of its own pattern, a tone; never colour alone."""

    word: Promise
    tone: str
    band: str = "M2 7H52"
    """The path of the pattern; how its line is dashed says the stylesheet, by the state's code."""


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
"""Every state a flat may show, in the legend's order."""


@dataclass(frozen=True, slots=True)
class ElevationCell:
    """A flat. ``state`` is a key of ``LOOKS``; ``note`` stands in the table."""

    flat: str
    floor: int
    state: str
    note: str = ""

    @property
    def look(self) -> CellLook:
        return LOOKS[self.state]

    @property
    def word(self) -> str:
        return str(self.look.word)

    @property
    def squeezed(self) -> bool:
        """Must the label be pressed together to keep within its cell?"""
        return _width(self.flat) > 5.5  # noqa: PLR2004 -- digits of 9 units in 50

    @property
    def word_squeezed(self) -> bool:
        return _width(self.word) > 7  # noqa: PLR2004 -- letters of 7 units in 50


@dataclass(frozen=True, slots=True)
class ElevationRow:
    """A floor: what stands in each column, None where nothing does; the lounge's column, if any."""

    floor: int
    cells: tuple[ElevationCell | None, ...]
    lounge: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """Where something stands on a piece; ``at`` is the upper left corner of its cell, ``x y``."""

    at: str
    floor: int
    cell: ElevationCell | None = None


@dataclass(frozen=True, slots=True)
class ElevationPiece:
    """Some floors of the drawing, the top floor first."""

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
        """The floor's name stands left of the first column."""
        x = 0 if column is None else GUTTER + GAP + column * (CELL + GAP)
        return f"{x} {self.top + GAP + (self.highest - row.floor) * (HEIGHT + GAP)}"


@dataclass(frozen=True)
class Elevation:
    """The whole building, the top floor first."""

    rows: tuple[ElevationRow, ...]
    columns: int

    @cached_property
    def cells(self) -> list[ElevationCell]:
        """Each flat once, as one reads: from the top floor down, from left to right."""
        return [cell for row in self.rows for cell in row.cells if cell]

    @property
    def legend(self) -> list[tuple[str, CellLook, int]]:
        """The states that occur: code, look, number of flats."""
        seen = Counter(cell.state for cell in self.cells)
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
    """Lay out ``cells``, given in any order, over ``floors`` (more, if a flat stands higher)."""
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
    """The lounge's column: the last that no flat of its floor takes, else one more."""
    return max(set(range(count)) - placed.keys(), default=count)


def _columns(cells: Sequence[ElevationCell]) -> list[int]:
    """The column of each cell: flats of one number stand above each other, 302 above 202.

    Rooms with a name of their own (底商1, 亭子间) take what is free on their floor. Where numbers do
    not say so, the flats of a floor stand side by side in their order.
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
    """``02`` of flat 302 or 302室 on floor 3, 1202 on floor 12; empty where the label is another."""
    found = re.fullmatch(rf"{cell.floor}0?(\d{{1,2}})室?", cell.flat)
    return found[1].zfill(2) if found else ""


def _natural(label: str) -> list[tuple[int, str]]:
    """Sorts 9 before 10, as one counts."""
    return [
        (int(part or 0), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", label)
    ]


def _width(text: str) -> int:
    """In digits; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
