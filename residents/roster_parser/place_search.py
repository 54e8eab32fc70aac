"""Parse a flat or a building as people type it into a search box."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.door_numbers import (
    NUMBER,
    door_of_cell_or_empty,
    split_lane_and_number,
)
from residents.roster_parser.rooms import BEFORE, OF_THREE, Unreadable, parse_room

SEPARATE_NUMBERS = re.compile(r"\s*(\d{1,5})号?\s+(\d{2,5})室?\s*", re.ASCII)
DOOR_ALONE = re.compile(rf"(?:.*\D)?{NUMBER}(?:号楼?|幢|栋)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """One reading of the typed text. ``door`` is the building's number; missing parts are empty."""

    room: str = ""
    door: str = ""
    lane: str = ""


def parse_place_query(text: str) -> list[PlaceQuery]:
    """Return the possible readings of ``1043号302室``, ``1043-302``, ``1043 302``, ``1043号``,
    ``302室``. The list is empty if the text names no place. ``301-302`` has two readings: a
    joined flat, and flat 302 of building 301."""
    bare = normalized_text(text).upper()
    if DOOR_ALONE.fullmatch(bare):
        lane, door = split_lane_and_number(door_of_cell_or_empty(bare))
        return [PlaceQuery("", door, lane)]
    pair = SEPARATE_NUMBERS.fullmatch(unicodedata.normalize("NFKC", text)) or BEFORE.fullmatch(bare)
    found = [PlaceQuery(pair[2], pair[1])] if pair else []
    if three := OF_THREE.fullmatch(bare):
        found.append(PlaceQuery(three["rest"], three["door"]))
    try:
        room = parse_room(text)
    except Unreadable:
        room = None
    if room and not (pair and room.door):
        lane, door = split_lane_and_number(room.door)
        found.append(PlaceQuery(room.room, door, lane))
    return found
