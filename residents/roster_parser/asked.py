"""A flat or a building as people type it into a search box."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from residents.roster_parser.columns import plain
from residents.roster_parser.doors import NUMBER, split, whole_door
from residents.roster_parser.rooms import BEFORE, OF_THREE, Unreadable, place

APART = re.compile(r"\s*(\d{1,5})号?\s+(\d{2,5})室?\s*", re.ASCII)
ALONE = re.compile(rf"(?:.*\D)?{NUMBER}(?:号楼?|幢|栋)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One reading of what was typed; empty where it is not said. ``door`` is a building's number."""

    room: str = ""
    door: str = ""
    lane: str = ""


def places_asked(text: str) -> list[Asked]:
    """``1043号302室``, ``1043-302``, ``1043 302``, ``1043号``, ``302室``; none where it names no place.

    ``301-302`` has two readings: a joined flat, and 302 of building 301.
    """
    bare = plain(text).upper()
    if ALONE.fullmatch(bare):
        lane, door = split(whole_door(bare))
        return [Asked("", door, lane)]
    pair = APART.fullmatch(unicodedata.normalize("NFKC", text)) or BEFORE.fullmatch(bare)
    found = [Asked(pair[2], pair[1])] if pair else []
    if three := OF_THREE.fullmatch(bare):
        found.append(Asked(three["rest"], three["door"]))
    try:
        said = place(text)
    except Unreadable:
        said = None
    if said and not (pair and said.door):
        lane, door = split(said.door)
        found.append(Asked(said.room, door, lane))
    return found
