"""A room told in parts, by a column of floors beside it."""

from __future__ import annotations

import re

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.empty_values import EMPTY_VALUES

ROOM_WITHOUT_FLOOR = re.compile(r"0[1-9][室号]?", re.ASCII)
"""``01``, which the floor makes 301."""


def room_with_floor(cells: dict[str, str], running: dict[str, str]) -> dict[str, str]:
    """With the floor of the row above where its own is empty and the room does not tell it.

    ``running`` is what the rows above told, and is kept up.
    """
    if normalized_text(cells.get("floor", "")).lower() not in EMPTY_VALUES:
        running["floor"] = cells["floor"]
    room = normalized_text(cells.get("room", "")).upper()
    if ROOM_WITHOUT_FLOOR.fullmatch(room) and "floor" in running:
        return {"floor": running["floor"], **cells}
    return dict(cells)
