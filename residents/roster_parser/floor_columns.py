"""Complete room numbers that are given in parts, beside a column of floors."""

from __future__ import annotations

import re

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.empty_values import EMPTY_VALUES

ROOM_WITHOUT_FLOOR = re.compile(r"0[1-9][室号]?", re.ASCII)
"""``01``, which is 301 on the third floor."""


def room_with_floor(cells: dict[str, str], running: dict[str, str]) -> dict[str, str]:
    """Return the cells, with the floor of the row above if the row needs it and has none.
    ``running`` holds the values of the rows above and is updated."""
    if normalized_text(cells.get("floor", "")).lower() not in EMPTY_VALUES:
        running["floor"] = cells["floor"]
    room = normalized_text(cells.get("room", "")).upper()
    if ROOM_WITHOUT_FLOOR.fullmatch(room) and "floor" in running:
        return {"floor": running["floor"], **cells}
    return dict(cells)
