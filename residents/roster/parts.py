"""A room told in parts, by columns of floors and units beside it."""

from __future__ import annotations

import re

from residents.roster.columns import plain
from residents.roster.rooms import DIGITS
from residents.roster.untold import NOTHING

OF_A_FLOOR = re.compile(r"0[1-9][室号]?", re.ASCII)
"""``01``, which the floor makes 301."""
NUMBERED = re.compile(r"(\d{2,4}[A-Z]?)室?", re.ASCII)
UNIT = re.compile(
    rf"第?(?:(?P<number>\d{{1,2}})|(?P<han>[{DIGITS}])|(?P<letter>[A-Z]))(?:号?单元|座|门|号)?",
    re.ASCII,
)


def with_floor_and_unit(cells: dict[str, str], running: dict[str, str]) -> dict[str, str]:
    """The room with its unit, ``1单元101``; with the floor of the row above where its own is empty.

    ``running`` is what the rows above told, and is kept up.
    """
    for name in ("floor", "unit"):
        if plain(cells.get(name, "")).lower() not in NOTHING:
            running[name] = cells[name]
    found = dict(cells)
    unit = _unit(found.pop("unit", "") or running.get("unit", ""))
    room = plain(found.get("room", "")).upper()
    if OF_A_FLOOR.fullmatch(room) and "floor" in running:
        found.setdefault("floor", running["floor"])
    if unit and (numbered := NUMBERED.fullmatch(room)):
        found["room"] = f"{unit}{numbered[1]}"
    return found


def _unit(text: str) -> str:
    """``1单元`` of 1, 一单元; ``A座`` of A."""
    said = UNIT.fullmatch(plain(text).upper())
    if not said:
        return ""
    if said["letter"]:
        return f"{said['letter']}座"
    return f"{int(said['number'] or DIGITS.index(said['han']))}单元"
