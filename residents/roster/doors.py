"""Door numbers in the names of sheets, in titles, and in the column 门牌."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from residents.roster.columns import plain

NUMBER = r"\d{1,5}[甲乙丙丁]?"
NAMED = re.compile(
    rf"(?<![月\d第])({NUMBER}(?:[号#]?[-~—–至到、,，/和及]{NUMBER})*)(?:[号#](?!线|文|令)|[幢栋](?!楼?共))"
)
"""``逸仙二村115号``, ``115、116号``, ``115-117号``, ``115#``; neither 11月26号 nor 第3号."""
NO_DOOR = re.compile(
    r"\d+(支?弄|路|室)|\d{1,2}月\d{1,2}[日号]?[-~—–至到]\d{1,2}[日号]|第(?=\d+(?:号楼|[幢栋]))"
)
SEVERAL = re.compile(rf"{NUMBER}(?:[、,，和及&+]{NUMBER})+", re.ASCII)
"""As a sheet may be called: ``114、115``."""
LANE = re.compile(rf"\d+支?弄|[一-鿿]{{1,12}}[路街](?={NUMBER}(?:号|幢|栋))")
"""``1200弄``; a road where the number stands right behind it: ``逸仙路114号``."""
YEARS = range(1949, 2100)
LONGEST_RANGE = 200


def doors_named(text: str) -> frozenset[str]:
    """The numbers of the buildings that a title names."""
    return numbers_of(whole_doors(text))


def numbers_of(doors: frozenset[str]) -> frozenset[str]:
    return frozenset(split(door)[1] for door in doors) - {""}


def whole_doors(text: str) -> frozenset[str]:
    """The buildings that a title names, with the lane where it is said: ``1200弄114``; a lane alone
    where no number is."""
    bare = plain(text).upper()
    lanes = [found[0] for found in LANE.finditer(bare) if found[0].endswith("弄")]
    named = frozenset(
        _lane_before(bare, found.start()) + door
        for found in NAMED.finditer(_without_lanes(bare))
        for door in _listed(re.sub("[号#]", "", found[1]))
    )
    return named or frozenset(lanes)


def _without_lanes(bare: str) -> str:
    """As long as it was, so that what is found in it stands where it stood."""
    return NO_DOOR.sub(lambda found: " " * len(found[0]), bare)


def _lane_before(bare: str, at: int) -> str:
    lanes = [found[0] for found in LANE.finditer(bare) if found.end() <= at]
    return lanes[-1] if lanes else ""


def doors_of_sheet(name: str) -> frozenset[str]:
    """Those that a sheet's name names, as ``whole_doors``; alone, a number that is no year is one too."""
    bare = plain(name)
    if re.fullmatch(NUMBER, bare, re.ASCII) and not (bare.isdecimal() and int(bare) in YEARS):
        return frozenset({bare})
    if SEVERAL.fullmatch(bare):
        return frozenset(re.findall(NUMBER, bare))
    return whole_doors(bare)


def _listed(said: str) -> list[str]:
    doors: list[str] = []
    for part in re.split("[、,，/和及]", said):
        first, *last = re.split("[-~—–至到]", part)
        ends = (first, *last)
        if len(ends) == 2 and all(map(str.isdecimal, ends)):  # noqa: PLR2004 -- from, to
            low, high = map(int, ends)
            if low <= high < low + LONGEST_RANGE:
                doors += map(str, range(low, high + 1))
                continue
        doors += ends
    return doors


def door_in(text: str) -> str:
    """The number in a cell of the column 门牌: ``2弄114号`` is 114."""
    return split(whole_door(text))[1]


def whole_door(text: str) -> str:
    """The same with its lane: ``2弄114``; a lane alone where no number is."""
    bare = plain(text).upper()
    places = _without_lanes(bare)
    found = [*re.finditer(rf"({NUMBER})(?=号|#|幢|栋)", places)] or [*re.finditer(NUMBER, places)]
    if found:
        return _lane_before(bare, found[-1].start()) + found[-1][0]
    lane = LANE.search(bare)
    return lane[0] if lane else ""


def split(door: str) -> tuple[str, str]:
    """Lane and number: ``1200弄114`` is ``1200弄`` and ``114``."""
    lane = re.match(".*[弄路街]", door)
    return (lane[0], door[lane.end() :]) if lane else ("", door)


def same_door(text: str, door: str) -> bool:
    """May it be the building ``door``? What says no lane, or no number, may be of any."""
    (lane, number), (own_lane, own) = split(whole_door(text)), split(door)
    return number in {"", door_in(own), plain(own).upper()} and _same_lane(lane, own_lane)


def _same_lane(lane: str, own: str) -> bool:
    """A number of a lane and the name of a road do not tell of each other."""
    lane, own = plain(lane), plain(own)
    if not lane or not own or lane[-1] != own[-1]:
        return True
    if lane.endswith("弄"):
        numbers = [re.search(r"\d+支?弄$", one) for one in (lane, own)]
        return not all(numbers) or len({found[0] for found in numbers if found}) == 1
    return lane.endswith(own) or own.endswith(lane)


def called(door: str) -> str:
    """As people say it: ``114号``, ``1200弄114号``; a lane alone as it is."""
    return _("%(door)s号") % {"door": door} if split(door)[1] else door
