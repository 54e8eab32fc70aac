"""Door numbers in the names of sheets, in titles, and in the column 门牌."""

from __future__ import annotations

import re

from residents.roster.columns import plain

NUMBER = r"\d{1,5}[甲乙丙丁]?"
NAMED = re.compile(
    rf"(?<![月\d第])({NUMBER}(?:号?[-~—–至到、,，/和及]{NUMBER})*)(?:号(?!线|文|令)|[幢栋](?!楼?共))"
)
"""``逸仙二村115号``, ``115、116号``, ``115-117号``; neither 11月26号 nor 第3号."""
LANE = re.compile(r"\d+(支?弄|路|室)")
YEARS = range(1949, 2100)
LONGEST_RANGE = 200


def doors_named(text: str) -> frozenset[str]:
    """The buildings that a title names."""
    bare = LANE.sub(" ", plain(text).upper())
    return frozenset(
        door for found in NAMED.finditer(bare) for door in _listed(found[1].replace("号", ""))
    )


def doors_of_sheet(name: str) -> frozenset[str]:
    """Those that a sheet's name names; alone, a number that is no year is one too."""
    bare = plain(name)
    if re.fullmatch(NUMBER, bare, re.ASCII) and not (bare.isdecimal() and int(bare) in YEARS):
        return frozenset({bare})
    return doors_named(bare)


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
    bare = plain(text).upper()
    found = re.findall(rf"({NUMBER})(?:号|幢|栋)", bare) or re.findall(NUMBER, bare)
    return str(found[-1]) if found else ""


def same_door(text: str, door: str) -> bool:
    return door_in(text) in {"", door_in(door), plain(door).upper()}
