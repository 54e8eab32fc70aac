"""Split a file of many buildings by a column 楼号, by sheets, or by rows like 115号楼.

Every sheet, row and column is either assigned to a building or reported.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from residents.roster_parser import rooms
from residents.roster_parser.cells import shortened_row
from residents.roster_parser.door_numbers import door_of_cell
from residents.roster_parser.files import SheetPage, pages_of
from residents.roster_parser.row_buildings import DoorNumber, PageRows, join_lanes, rows_by_building
from residents.roster_parser.sheet import (
    frame_of,
    reason_for_no_table,
    unread_pages,
    with_file_name,
)
from residents.roster_parser.sheet_choice import candidates_of
from residents.roster_parser.sheet_data import (
    FileTotal,
    RosterRow,
    RosterSheet,
    SkippedRows,
    UnreadColumn,
    UnreadPart,
)
from residents.roster_parser.sheet_doubts import doubt_of_unclear
from residents.roster_parser.table_pieces import join_pieces
from residents.roster_parser.table_rows import TableRows

T = TypeVar("T")
MAX_BUILDINGS = 300
MAX_HOMES = 10_000


@dataclass(frozen=True, slots=True)
class BuildingShare:
    """The data about one building in a file. ``floors`` is the floor of its highest room."""

    door: DoorNumber
    sheet: RosterSheet
    floors: int


@dataclass(frozen=True, slots=True)
class NeighbourhoodFile:
    """A file of many buildings."""

    shares: tuple[BuildingShare, ...]
    pages: tuple[RosterSheet, ...]
    """For each sheet with a table, the data that belongs to no building: columns, remarks, totals
    and rows."""
    left: tuple[UnreadPart, ...]
    """Sheets that are not read, and rows of buildings that are read from another sheet."""
    doubts: tuple[str, ...] = ()
    """Doubts that must be confirmed before anything is written."""

    def rest_as_json(self) -> dict[str, object]:
        return {
            "pages": [page.as_json() for page in self.pages],
            "left": [dataclasses.asdict(one) for one in self.left],
            "doubts": list(self.doubts),
        }

    @classmethod
    def rest_from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            (),
            tuple(RosterSheet.from_json(page) for page in kept.get("pages", ())),
            tuple(UnreadPart(**one) for one in kept.get("left", ())),
            tuple(kept.get("doubts", ())),
        )


def read_neighbourhood_file(
    content: bytes, *, area_source: str = "register", name: str = ""
) -> NeighbourhoodFile:
    """Read a file; ``name`` is its name. Raise Refused if no sheet has a table, no row names a
    building, or there are too many buildings."""
    whole = read_neighbourhood_pages(pages_of(content), area_source=area_source)
    shares = (
        dataclasses.replace(one, sheet=with_file_name(one.sheet, name)) for one in whole.shares
    )
    return dataclasses.replace(whole, shares=tuple(shares))


def read_neighbourhood_pages(
    pages: list[SheetPage], *, area_source: str = "register"
) -> NeighbourhoodFile:
    found = candidates_of(pages)
    if not found:
        raise Refused(reason_for_no_table(pages))
    sights = [rows_by_building(one) for one in found]
    join_lanes(sights)
    _check_size(sights)
    by_door: dict[DoorNumber, list[PageRows]] = {}
    for page_view in sights:
        for door in dict.fromkeys(page_view.doors.values()):
            by_door.setdefault(door, []).append(page_view)
    left = unread_pages(pages, found)
    rest = tuple(_rest_of(page_view, area_source) for page_view in sights)
    known = {page.page: page for page in rest}
    bodies = {page_view.name: _bodies_of(page_view) for page_view in sights}
    shares = []
    for door, several in sorted(by_door.items(), key=lambda item: item[0].place):
        ours = [page_view for page_view in several if page_view.told == door] or several
        left += [
            UnreadPart(
                _("%(page)s：%(door)s的行") % {"page": page_view.name, "door": door},
                _("另一张表写明了是这栋楼的"),
            )
            for page_view in several
            if page_view not in ours
        ]
        sheets = tuple(
            _share_of(page_view, bodies[page_view.name][door], known[page_view.name])
            for page_view in ours
        )
        sheet = sheets[0] if len(sheets) == 1 else RosterSheet(choices=sheets)
        shares.append(BuildingShare(door, sheet, max(_floors_of(one, door) for one in sheets)))
    return NeighbourhoodFile(tuple(shares), rest, tuple(left), tuple(_doubts(sights, rest)))


def _check_size(sights: list[PageRows]) -> None:
    doors = {door for page_view in sights for door in page_view.doors.values()}
    rows = sum(len(piece.body.rows) for page_view in sights for piece in page_view.pieces)
    if not doors:
        unclear = [row for page_view in sights for row in _unclear_in(page_view)]
        if unclear:
            raise Refused(doubt_of_unclear(unclear))
        raise Refused(
            _(
                "表里没有写是几号楼。整个居民区的名册，要有“楼号”一列，或者一栋楼一张表、"
                "表名写几号楼，或者每栋楼前面单独一行写“115号楼”。"
            )
        )
    if len(doors) > MAX_BUILDINGS or rows > MAX_HOMES:
        raise Refused(
            _("一次最多%(buildings)d栋楼、%(rows)d行。请分几个文件上传。")
            % {"buildings": MAX_BUILDINGS, "rows": MAX_HOMES}
        )


def _share_of(page_view: PageRows, bodies: Iterable[TableRows], rest: RosterSheet) -> RosterSheet:
    pieces = [
        dataclasses.replace(piece, body=body)
        for piece, body in zip(page_view.pieces, bodies, strict=True)
    ]
    frame = RosterSheet(page=page_view.name, area_source=rest.area_source, of_some=rest.of_some)
    sheet = join_pieces(frame, page_view.one.page_view, pieces)
    doubts = tuple(doubt for doubt in sheet.doubts if doubt not in rest.doubts)
    return dataclasses.replace(sheet, columns=(), doubts=doubts)


def _bodies_of(page_view: PageRows) -> dict[DoorNumber, list[TableRows]]:
    found: dict[DoorNumber, list[TableRows]] = {door: [] for door in page_view.doors.values()}
    for position, piece in enumerate(page_view.pieces):
        body = piece.body
        doors = {
            number: door for (table, number), door in page_view.doors.items() if table == position
        }
        rows = _by_door(body.rows, doors, lambda row: row.number)
        identity = _by_door(body.identity, doors, _row_in)
        wrong = _by_door(body.wrong, doors, lambda one: one.number)
        sums: dict[str, list[FileTotal]] = {}
        for one, number in zip(body.sums, page_view.totals[position], strict=True):
            sums.setdefault(number, []).append(dataclasses.replace(one, door=number))
        for door, bodies in found.items():
            ours = TableRows(rows[door], [], identity[door], wrong[door], sums.get(door.number, []))
            bodies.append(ours)
    return found


def _by_door(
    things: Iterable[T], doors: Mapping[int, DoorNumber], number_of: Callable[[T], int]
) -> defaultdict[DoorNumber, list[T]]:
    found: defaultdict[DoorNumber, list[T]] = defaultdict(list)
    for one in things:
        if door := doors.get(number_of(one)):
            found[door].append(one)
    return found


def _row_in(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _rest_of(page_view: PageRows, area_source: str) -> RosterSheet:
    pieces = []
    for position, piece in enumerate(page_view.pieces):
        body = piece.body
        taken = {number for table, number in page_view.doors if table == position}
        kept = TableRows(
            skipped=[
                *body.skipped,
                *map(_without_building, _rows_without_building_in(page_view, position)),
            ],
            identity=[cell for cell in body.identity if _row_in(cell) not in taken],
            sums=[
                one
                for one, whose in zip(body.sums, page_view.totals[position], strict=True)
                if not whose
            ],
        )
        pieces.append(dataclasses.replace(piece, body=kept))
    frame = frame_of(page_view.one.page_view, area_source=area_source)
    return join_pieces(frame, page_view.one.page_view, pieces)


def _rows_without_building_in(page_view: PageRows, position: int) -> list[RosterRow]:
    rows = page_view.pieces[position].body.rows
    return [row for row in rows if (position, row.number) not in page_view.doors]


def _without_building(row: RosterRow) -> SkippedRows:
    texts = (row.cells.get(name, "") for name in ("door", "room", "owner", "contact", "name"))
    why = _("没有看懂是几号楼") if _is_unclear(row) else _("没有写是几号楼")
    return SkippedRows(row.number, shortened_row(texts), why)


def _is_unclear(row: RosterRow) -> bool:
    return door_of_cell(row.cells.get("door", "")) is None


def _unclear_in(page_view: PageRows) -> list[RosterRow]:
    tables = range(len(page_view.pieces))
    return [
        row for at in tables for row in _rows_without_building_in(page_view, at) if _is_unclear(row)
    ]


def _doubts(sights: list[PageRows], pages: Iterable[RosterSheet]) -> Iterator[str]:
    for page_view, page in zip(sights, pages, strict=True):
        where = {"page": quoted(page.page)}
        yield from page.doubts
        tables = range(len(page_view.pieces))
        rows_without_home = [
            row
            for at in tables
            for row in _rows_without_building_in(page_view, at)
            if not _is_unclear(row)
        ]
        if unclear := _unclear_in(page_view):
            yield _("“%(page)s”：%(what)s") % {**where, "what": doubt_of_unclear(unclear)}
        if rows_without_home:
            yield _("“%(page)s”里有%(count)d行没有写是几号楼，没有读；从第%(row)d行起。") % {
                **where,
                "count": len(rows_without_home),
                "row": rows_without_home[0].number,
            }
        yield from (doubt_about(page, column) for column in page.columns if column.doubtful)


def doubt_about(page: RosterSheet, column: UnreadColumn) -> str:
    return _("“%(page)s”的%(letter)s列“%(header)s”没有读：%(why)s。") % {
        "page": quoted(page.page),
        "letter": column.letter,
        "header": quoted(column.header),
        "why": column.why,
    }


def _floors_of(sheet: RosterSheet, door: DoorNumber) -> int:
    return max((_floor_of(row, door) for row in sheet.rows), default=1)


def _floor_of(row: RosterRow, door: DoorNumber) -> int:
    try:
        floor = rooms.parse_floor(row.cells.get("floor", ""))
        place = rooms.parse_room(row.cells.get("room", ""), door=door.number)
    except rooms.Unreadable:
        return 1
    return floor or (place and (place.floor or rooms.floor_of(place.room))) or 1
