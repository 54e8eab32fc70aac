"""Read the cells of one row. A value of None means that the cell is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from residents.roster_parser import names, phones, rooms, values
from residents.roster_parser.columns import TITLES, normalized_text
from residents.roster_parser.door_numbers import door_label, door_of_cell, parsed_door_matches
from residents.roster_parser.record import RosterRecord
from residents.roster_parser.sheet_data import RosterRow, RosterSheet, SkippedRows

QUOTED_NUMBER = re.compile(r"'(?:[\s']*[=+\-@]|'*\d)")
ROOM_WITHOUT_FLOOR = re.compile(r"0[1-9][室号]?", re.ASCII)
FORMULA_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
COUNTS = ("people", "aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
READERS: dict[str, Callable[[str], object]] = {
    "floor": rooms.parse_floor,
    "area": values.parse_area,
    "area_source": values.parse_area_source,
    "owner": names.party_names,
    "owner_phone": phones.parse_phone,
    "contact": names.party_names,
    **dict.fromkeys(COUNTS, values.parse_count),
    "occupancy": values.parse_occupancy,
    "phone": phones.parse_phone,
    "note": values.parse_note,
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """An unreadable cell. ``column`` and ``cell`` tell where it is (人数, F7), and ``said`` its text."""

    row: int
    column: str
    cell: str
    said: str
    text: str


@dataclass(frozen=True, slots=True)
class RowValues:
    """A row that was read. ``has`` are the columns of the file, whether filled or not."""

    row: RosterRow
    room: str
    has: frozenset[str]
    floor: int | None = None
    area: Decimal | None = None
    area_source: str | None = None
    owner: str | None = None
    owner_phone: str | None = None
    contact: str | None = None
    people: int | None = None
    aged_0_6: int | None = None
    aged_7_17: int | None = None
    aged_18_59: int | None = None
    aged_60_up: int | None = None
    occupancy: str | None = None
    phone: str | None = None
    note: str | None = None
    remarks: tuple[str, ...] = ()
    """Text beside names, numbers and phones that belongs in the note: 张三（已故）."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All rows of a sheet: those that were read, the problems of others, and those of other
    buildings."""

    said: tuple[RowValues, ...]
    problems: tuple[RowProblem, ...]
    skipped: tuple[SkippedRows, ...]


def read_sheet(sheet: RosterSheet, record: RosterRecord) -> ReadResult:
    text, skipped = [], []
    with_units = rooms_have_units(sheet, record)
    problems = [
        RowProblem(
            one.number,
            TITLES[one.field],
            sheet.at(one.number, one.table, one.field),
            one.said,
            one.text,
        )
        for one in sheet.wrong
    ]
    known = {(one.row, one.cell) for one in problems}
    for row in sheet.rows:
        place, wrong = _place(sheet, row, record, with_unit=with_units)
        if place and not parsed_door_matches(place.door, record.door_number):
            other = door_label(place.door)
            why = _("%(door)s，不是这栋楼") % {"door": other}
            skipped.append(SkippedRows(row.number, place.room, why, row.number, other))
            continue
        found, more = _values(sheet, row)
        problems += [one for one in (*wrong, *more) if (one.row, one.cell) not in known]
        if place and not more:
            floor = found.pop("floor", None) or place.floor
            has = frozenset(sheet.tables[row.table])
            text.append(RowValues(row, place.room, has, floor=floor, **found))
    once, twice = _without_duplicate_rooms(sheet, text)
    return ReadResult(tuple(once), (*problems, *twice), tuple(skipped))


def row_problem(sheet: RosterSheet, row: RosterRow, field: str, text: str) -> RowProblem:
    """Make a problem with the unmasked text of the cell. It is shown only to the uploader."""
    value = " ".join(row.cells.get(field, "").split())
    return RowProblem(row.number, TITLES[field], sheet.cell(row, field), value, text)


def rooms_have_units(sheet: RosterSheet, record: RosterRecord) -> bool:
    """Return whether rooms are named 1单元101. If the file has only one 单元, this is so only if
    recorded rooms are."""
    units = {row.cells["unit"] for row in sheet.rows if "unit" in row.cells}
    return len(units) > 1 or bool(units and any("单元" in home.room for home in record.homes))


def _place(
    sheet: RosterSheet, row: RosterRow, record: RosterRecord, *, with_unit: bool
) -> tuple[rooms.RoomPlace | None, list[RowProblem]]:
    unit = row.cells.get("unit", "") if with_unit else ""
    text = _with_floor(
        QUOTED_NUMBER.sub(lambda found: found[0][1:], row.cells.get("room", "")), row
    )
    try:
        home = record.at(f"{unit}{text}") if text else None
        place = (
            rooms.RoomPlace(home.room) if home else rooms.parse_room(text, door=record.door_number)
        )
    except rooms.Unreadable as why:
        return None, [row_problem(sheet, row, "room", str(why))]
    if place is None:
        return None, [row_problem(sheet, row, "room", _("这一行没有写室号。"))]
    door = place.door or door_of_cell(row.cells.get("door", ""))
    if door is None:
        return None, [row_problem(sheet, row, "door", _("没有看懂是几号楼，请写成 114 或 114号。"))]
    if unit and not rooms.IN_UNIT.match(place.room):
        place = rooms.RoomPlace(f"{unit}{place.room}", place.floor)
        if len(place.room) > rooms.ROOM_LENGTH:
            return None, [row_problem(sheet, row, "unit", _("看不懂这个单元，请写成 1 或 1单元。"))]
    return rooms.RoomPlace(place.room, place.floor, door), []


def _with_floor(room: str, row: RosterRow) -> str:
    bare = normalized_text(room)
    if not ROOM_WITHOUT_FLOOR.fullmatch(bare):
        return room
    try:
        floor = rooms.parse_floor(row.cells.get("floor", ""))
    except rooms.Unreadable:
        return room
    return f"{floor}{bare[:2]}" if floor else room


def _values(sheet: RosterSheet, row: RosterRow) -> tuple[dict[str, Any], list[RowProblem]]:
    found: dict[str, Any] = {}
    problems = []
    for field, reader in READERS.items():
        text = row.cells.get(field, "")
        try:
            found[field] = reader(_as_text(text, shared=field in row.shared))
        except rooms.Unreadable as why:
            problems.append(row_problem(sheet, row, field, str(why)))
    return found | {"remarks": tuple(_notes(row.cells))}, problems


def _notes(cells: Mapping[str, str]) -> list[str]:
    notes = [note for name in ("owner", "contact") for note in names.notes_in(cells.get(name, ""))]
    for name in ("owner_phone", "phone"):
        notes += phones.notes_in(cells.get(name, ""))
    for name in ("area", "people", "occupancy"):
        notes += values.notes_in(TITLES[name], cells.get(name, ""))
    return list(dict.fromkeys(notes))


def _as_text(text: str, *, shared: bool) -> str:
    """Return the text without the apostrophe that keeps it from being evaluated. Raise Unreadable
    for formulas, errors and shared numbers."""
    if shared:
        raise rooms.Unreadable(_("这个合并的格子管几户，分不清每户是多少。请拆开，每户写自己的。"))
    if text.startswith("="):
        raise rooms.Unreadable(
            _("这里是公式，没有存下算好的结果。请用 Excel 打开、保存一次，再上传。")
        )
    if FORMULA_ERROR.fullmatch(text):
        raise rooms.Unreadable(_("这里是 Excel 的出错提示，请改成原来的内容。"))
    return text[1:] if QUOTED_NUMBER.match(text) else text


def _without_duplicate_rooms(
    sheet: RosterSheet, said: list[RowValues]
) -> tuple[list[RowValues], Iterator[RowProblem]]:
    rows: dict[str, list[RowValues]] = {}
    for one in said:
        rows.setdefault(rooms.room_key(one.room), []).append(one)
    once = [several[0] for several in rows.values() if len(several) == 1]
    twice = (
        row_problem(
            sheet,
            one.row,
            "room",
            _duplicate_reason(sheet, one.row)
            % {"room": one.room, "rows": "、".join(str(s.row.number) for s in several)},
        )
        for several in rows.values()
        if len(several) > 1
        for one in several[:1]
    )
    return once, twice


def _duplicate_reason(sheet: RosterSheet, row: RosterRow) -> str:
    if "name" in sheet.tables[row.table]:
        return _(
            "%(room)s室写了不止一次：第%(rows)s行。一户请只写一行；一行写一个人的，请加一列年龄、出生年月，"
            "或者与户主关系。"
        )
    return _("%(room)s室写了不止一次：第%(rows)s行。一户请只写一行。")
