"""The round sheet, which helpers without a phone fill in by hand."""

from __future__ import annotations

from dataclasses import dataclass

from governance.doors.queries.round import Door, Round
from residents.models import Building
from residents.people.queries.people import members_in
from residents.rooms.waiting import Thing

ROWS_A_LEAF = 9


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A door on the sheet. ``boxes`` has one entry for each column: whether it is open there."""

    door: Door
    names: str
    boxes: list[bool]


@dataclass(frozen=True, slots=True)
class RoundSheet:
    columns: dict[Thing, str]
    """What is open at any door, with its title, in the order of the columns."""
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
            "、".join(names.get(door.household.pk, [])) if door.household else "",
            [thing in {ask.thing for ask in door.here} for thing in columns],
        )
        for door in found.doors
        if door.here
    ]
    leaves = [lines[n : n + ROWS_A_LEAF] for n in range(0, len(lines), ROWS_A_LEAF)]
    return RoundSheet(columns, leaves)
