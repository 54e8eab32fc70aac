"""The round sheet, which helpers without a phone fill in by hand."""

from __future__ import annotations

from dataclasses import dataclass

from governance.doors.queries.round import Door, Round
from louzu.lib.text import join_first, truncated
from residents.models import Building
from residents.people.queries.people import members_in
from residents.rooms.waiting import Thing

MAX_ROWS = 9
PAGE, BESIDES, ROW, LEGEND_LINE = 267, 56, 19.2, 6.9
"""Heights in millimetres: of a page of A4 without its margins, of what stands on it besides rows and
legend, of a row, and of a title in the legend. ``tests/browser/test_printed.py`` prints the sheet."""
MAX_TITLE, MAX_NAMES = 38, 14
"""Characters on the line of a title, and on three short lines of names."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A door on the sheet. ``boxes`` has one entry for each column: whether it is open there."""

    door: Door
    names: str
    boxes: list[bool]


@dataclass(frozen=True, slots=True)
class RoundSheet:
    columns: dict[Thing, str]
    """Shortened titles of all that is open at any door, in the order of the columns."""
    leaves: list[list[SheetLine]]


def columns_of(found: Round) -> dict[Thing, str]:
    return {ask.thing: ask.title for door in found.doors for ask in door.here if ask.until}


def round_sheet_of(found: Round, building: Building) -> RoundSheet:
    """Return the doors at which something can be done, with the names that neighbours may read."""
    names: dict[int, list[str]] = {}
    for member in members_in(building):
        if member.user.shows_name:
            names.setdefault(member.household_id, []).append(str(member.user))
    columns = columns_of(found)
    lines = [
        SheetLine(
            door,
            _names(names.get(door.household.pk, [])) if door.household else "",
            [thing in {ask.thing for ask in door.here} for thing in columns],
        )
        for door in found.doors
        if door.here
    ]
    rows = _rows_per_page(len(columns))
    leaves = [lines[n : n + rows] for n in range(0, len(lines), rows)]
    short = {thing: truncated(title, MAX_TITLE) for thing, title in columns.items()}
    return RoundSheet(short, leaves)


def _rows_per_page(columns: int) -> int:
    room = PAGE - BESIDES - LEGEND_LINE * columns
    return max(1, min(MAX_ROWS, int(room / ROW)))


def _names(names: list[str]) -> str:
    return truncated(join_first(names, 3), MAX_NAMES)
