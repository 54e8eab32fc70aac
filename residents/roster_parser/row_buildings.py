"""Assign each row of a page to a building: by the column 楼号, by rows above, by the name or title of
the sheet, or by the room."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from residents.roster_parser import rooms
from residents.roster_parser.door_numbers import (
    door_number_of_cell,
    door_numbers_in_title,
    door_of_cell,
    split_lane_and_number,
)
from residents.roster_parser.lane_columns import address_doors, lane_in, lanes_of
from residents.roster_parser.sheet_choice import (
    SheetCandidate,
    door_numbers_named,
    text_above_header,
)
from residents.roster_parser.sheet_data import FileTotal, RosterRow
from residents.roster_parser.table_pieces import TablePiece, pieces_of
from residents.roster_parser.tables import PageView


@dataclass(frozen=True, slots=True)
class DoorNumber:
    """A building as a file names it: number 114, with its lane 1200弄 if given."""

    number: str
    lane: str = ""

    def __str__(self) -> str:
        return f"{self.lane}{self.number}号"

    @property
    def place(self) -> tuple[int, str, int, str]:
        return (*_padded(self.lane), *_padded(self.number))


def _padded(text: str) -> tuple[int, str]:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else 0, text


@dataclass(slots=True)
class PageRows:
    """A page, and the building of each of its rows."""

    one: SheetCandidate
    told: DoorNumber | None
    """The building that the sheet's name or title gives."""
    pieces: list[TablePiece]
    doors: dict[tuple[int, int], DoorNumber] = field(default_factory=dict)
    """Table and row number → building. Rows without a building are missing."""
    totals: list[list[str]] = field(default_factory=list)
    """For each table and total, the number of its building, or "" if it counts several."""

    @property
    def name(self) -> str:
        return self.one.page_view.page.name


def rows_by_building(one: SheetCandidate) -> PageRows:
    page_view = one.page_view
    numbers = door_numbers_named(page_view)
    lane = next(
        filter(None, map(lane_in, (page_view.page.name, *text_above_header(page_view)))), ""
    )
    told = DoorNumber(min(numbers), lane) if len(numbers) == 1 else None
    pieces = pieces_of(page_view, running=told.number if told else "")
    found = PageRows(one, told, pieces)
    for piece in pieces:
        lanes = lanes_of(page_view, piece.table)
        for row in piece.body.rows:
            number, of_address = _number_of(page_view, piece, row)
            if number:
                said = _lane_of(row, lanes.get(row.number - 1, "")) or of_address
                found.doors[row.table, row.number] = DoorNumber(number, said or lane)
    _lanes_of_headings(found)
    found.totals = _owners_of_totals(found)
    return found


def _number_of(page_view: PageView, piece: TablePiece, row: RosterRow) -> tuple[str, str]:
    """Return number and lane of a row's building: by the column 楼号 or a row above, by the room
    (127号601室, 127-601), or by the address. If the address gives another number, the number is
    ""."""
    said = door_of_cell(row.cells.get("door", ""))
    if said is None:
        return "", ""
    number = split_lane_and_number(said)[1] or rooms.door_before(row.cells.get("room", ""))
    named = address_doors(page_view, piece.table, row.number - 1)
    if len(named) != 1:
        return number, ""
    lane, own = split_lane_and_number(min(named))
    return ("" if own and number not in {"", own} else number or own), lane_in(lane)


def _lane_of(row: RosterRow, of_column: str) -> str:
    return lane_in(row.cells.get("door", "")) or lane_in(row.cells.get("room", "")) or of_column


def _lanes_of_headings(found: PageRows) -> None:
    for position, piece in enumerate(found.pieces):
        lanes = [
            (one.number, lane_in(one.text))
            for one in piece.body.skipped
            if door_numbers_in_title(one.text)
        ]
        for number, lane in lanes:
            below = min((n for n, _lane in lanes if n > number), default=piece.table.last + 2)
            for key in ((position, at) for at in range(number, below)):
                if lane and key in found.doors and not found.doors[key].lane:
                    found.doors[key] = DoorNumber(found.doors[key].number, lane)


def join_lanes(sights: list[PageRows]) -> None:
    """Treat a number with one known lane and the same number without a lane as one building."""
    lanes: dict[str, set[str]] = {}
    for page_view in sights:
        for door in page_view.doors.values():
            lanes.setdefault(door.number, set()).add(door.lane)
    named = {number: text - {""} for number, text in lanes.items()}
    only = {number: max(text) for number, text in named.items() if len(text) == 1}

    def joined(door: DoorNumber) -> DoorNumber:
        return DoorNumber(door.number, door.lane or only.get(door.number, ""))

    for page_view in sights:
        page_view.doors = {key: joined(door) for key, door in page_view.doors.items()}
        page_view.told = joined(page_view.told) if page_view.told else None


def _owners_of_totals(page_view: PageRows) -> list[list[str]]:
    """Assign totals to buildings. If a page has several, the first one below a building's rows is
    its total."""
    numbers = {door.number for door in page_view.doors.values()}
    only = min(numbers) if len(numbers) == 1 else None
    whole = [one for piece in page_view.pieces for one in piece.body.sums if not one.part]
    first: dict[str, int] = {}
    for one in whole:
        first.setdefault(door_number_of_cell(one.door), one.number)

    def owner_of(one: FileTotal) -> str:
        above = door_number_of_cell(one.door)
        return above if one.part or (len(whole) > 1 and one.number == first[above]) else ""

    return [
        [owner_of(one) if only is None else only for one in piece.body.sums]
        for piece in page_view.pieces
    ]
