"""Rooms that words name, so that everybody reads which home is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.models import Building, Flat

SHORTEST_ROOM = 3
"""Digits of a room that is found without 室. A shorter number counts anything."""
CHINESE = "零一二三四五六七八九"
ROOM = re.compile(rf"(?:[0-9]{{3,4}}|[〇百十两{CHINESE}]{{2,}})\s*室")
COUNTED = "元块万千百天日年月个户人条张次家栋号米平吨公斤度分页位%"
"""What stands behind a number that is no room."""


def rooms_in(text: str, building: Building) -> Iterator[str]:
    """Yield numbers of flats, also without 室 if the building has such a flat, and in Chinese
    numerals."""
    text = unicodedata.normalize("NFKC", text)
    yield from (found[0] for found in ROOM.finditer(text))
    for room in Flat.objects.current().filter(building=building).values_list("room", flat=True):
        if len(room) < SHORTEST_ROOM or not (room.isascii() and room.isdecimal()):
            continue
        spoken = "".join(CHINESE[int(digit)] for digit in room)
        if re.search(rf"(?<![0-9])(?<![0-9][.,]){room}(?![0-9{COUNTED}]|[.,][0-9])", text):
            yield room
        elif found := next(
            (one for one in (spoken, spoken.replace("零", "〇")) if one in text), ""
        ):
            yield found


def doubt_about_words(building: Building, *texts: str) -> str:
    """Return the question that is asked before words are kept that everybody reads, also on the wall,
    or "" if they name no room."""
    room = next(rooms_in("\n".join(texts), building), "")
    if not room:
        return ""
    return _("里面写了“%(room)s”，全楼看得到，也会贴在墙上。真的要写是哪一家吗？") % {
        "room": quoted(room)
    }
