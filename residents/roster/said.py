"""What one row says, cell by cell; None where it says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from louzu.lib.text import masked
from residents.roster import values
from residents.roster.columns import TITLES, plain
from residents.roster.record import Record
from residents.roster.sheet import Row, Sheet, Skipped

HARMLESS = re.compile(r"'+[=+\-@]")
COUNTS = ("people", "aged_0_6", "aged_7_17", "aged_18_59", "aged_60_up")
READERS: dict[str, Callable[[str], Any]] = {
    "floor": values.floor,
    "area": values.area,
    "area_source": values.area_source,
    "owner": values.names,
    "owner_phone": values.phone,
    "contact": values.names,
    **dict.fromkeys(COUNTS, values.count),
    "occupancy": values.occupancy,
    "phone": values.phone,
    "note": values.note,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """``column`` and ``cell`` say where: 人数, F7. ``said`` is what stands there."""

    row: int
    column: str
    cell: str
    said: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A row understood. ``has`` names the columns of the file, filled or not."""

    row: Row
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


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a sheet: those understood, what is wrong with others, and those of other buildings."""

    said: tuple[Said, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]


def read(sheet: Sheet, record: Record) -> Reading:
    said, problems, skipped = [], [], []
    for row in sheet.rows:
        place, wrong = _place(sheet, row, record)
        if place and place.door not in {"", record.door_number}:
            skipped.append(Skipped(row.number, _("%(door)s号，不是这栋楼") % {"door": place.door}))
            continue
        found, more = _values(sheet, row)
        problems += [*wrong, *more]
        if place and not more:
            floor = found.pop("floor", None) or place.floor
            said.append(Said(row, place.room, frozenset(sheet.letters), floor=floor, **found))
    once, twice = _once(sheet, said)
    return Reading(tuple(once), (*problems, *twice), tuple(skipped))


def problem(sheet: Sheet, row: Row, field: str, text: str) -> Problem:
    said = row.cells.get(field, "")
    shown = masked(said) if "phone" in field else said
    return Problem(row.number, TITLES[field], sheet.cell(row, field), shown, text)


def _place(sheet: Sheet, row: Row, record: Record) -> tuple[values.Place | None, list[Problem]]:
    """A room that is on record is known however oddly it is called."""
    text = row.cells.get("room", "")
    try:
        home = record.at(text) if text else None
        place = values.Place(home.room) if home else values.place(text, door=record.door_number)
    except values.Unreadable as why:
        return None, [problem(sheet, row, "room", str(why))]
    if place is None:
        return None, [problem(sheet, row, "room", _("这一行没有写室号。"))]
    doors = re.findall(r"\d+", plain(row.cells.get("door", "")))
    door = place.door or (doors[-1] if doors else "")
    return values.Place(place.room, place.floor, door), []


def _values(sheet: Sheet, row: Row) -> tuple[dict[str, Any], list[Problem]]:
    found, problems = {}, []
    for field, reader in READERS.items():
        text = row.cells.get(field, "")
        try:
            found[field] = reader(_as_text(text))
        except values.Unreadable as why:
            problems.append(problem(sheet, row, field, str(why)))
    return found, problems


def _as_text(text: str) -> str:
    """Without the apostrophe that keeps an exported text from being worked out."""
    if text.startswith("="):
        raise values.Unreadable(
            _("这里是公式，没有存下算好的结果。请用 Excel 打开、保存一次，再上传。")
        )
    return text[1:] if HARMLESS.match(text) else text


def _once(sheet: Sheet, said: list[Said]) -> tuple[list[Said], Iterator[Problem]]:
    """A room that two rows name belongs to neither until the file says which."""
    rows: dict[str, list[Said]] = {}
    for one in said:
        rows.setdefault(values.key_of(one.room), []).append(one)
    once = [several[0] for several in rows.values() if len(several) == 1]
    twice = (
        problem(
            sheet, one.row, "room",
            _("%(room)s室写了不止一次：第%(rows)s行。一户请只写一行。")
            % {"room": one.room, "rows": "、".join(str(s.row.number) for s in several)},
        )
        for several in rows.values() if len(several) > 1 for one in several[:1]
    )  # fmt: skip
    return once, twice
