"""Words by which a reader finds out which home a story tells of: rooms, names on the roster, and what
one home bears or paid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db.models import Q

from governance.ledger.queries.accounts import paid_by_flat
from governance.matters.models import Matter
from governance.matters.queries.share_versions import current_table, tables_of
from governance.stories.models import Story
from louzu.lib.money import FEN_IN_YUAN
from residents.models import Building, Flat, Household, Owner

SHORTEST_NAME = 2
"""Characters. A shorter name occurs in other words."""
SHORTEST_ROOM = 3
"""Digits of a room that is found without 室. A shorter number counts anything."""
CHINESE = "零一二三四五六七八九"
ROOM = re.compile(rf"(?:[0-9]{{3,4}}|[〇百十两{CHINESE}]{{2,}})\s*室")
AMOUNT = re.compile(r"([0-9][0-9,]*)(?:\.([0-9]{1,2}))?\s*[元块]")
COUNTED = "元块万千百天日年月个户人条张次家栋号米平吨公斤度分页位%"
"""What stands behind a number that is no room."""
BETWEEN_NAMES = re.compile(r"[、，,;；/\s（）()]+")


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


def roster_names_in(text: str, story: Story) -> set[str]:
    """Return names that the roster has of homes and owners, but for those of people who are asked
    about the words."""
    asked = list(story.people.filter(photo=None).select_related("user"))
    homes = Household.objects.current().filter(building=story.building)
    own = homes.filter(memberships__user__in=[one.user_id for one in asked if one.user_id])
    known = {one.user.shown_name if one.user else one.name for one in asked}
    known |= _names(own.values_list("contact", flat=True))
    known |= _owner_names(Q(ownerships__flat__in=own.values("flat")), story.building)
    every = _names(homes.values_list("contact", flat=True)) | _owner_names(Q(), story.building)
    return {name for name in every - known if name in text}


def amounts_in(text: str, matter: Matter) -> Iterator[str]:
    """Yield amounts that are what one flat bears or has paid."""
    told = set[int]()
    if table := current_table(tables_of(matter)):
        told |= set(table.lines.values_list("fen", flat=True))
    if matter.account:
        told |= set(paid_by_flat(matter.account).values())
    for found in AMOUNT.finditer(unicodedata.normalize("NFKC", text)):
        yuan, rest = found[1].replace(",", ""), (found[2] or "").ljust(2, "0")
        if int(yuan) * FEN_IN_YUAN + int(rest) in told - {0}:
            yield found[0]


def _owner_names(of: Q, building: Building) -> set[str]:
    rows = Owner.objects.filter(of, building=building).values_list("name", "also")
    return _names(written for name, also in rows for written in (name, *also))


def _names(written: Iterable[str]) -> set[str]:
    found = {name for one in written for name in BETWEEN_NAMES.split(one)}
    return {name for name in found if len(name) >= SHORTEST_NAME}
