"""Names that may be one name written in two manners: 张三等, 王先生, a character of the other script."""

from __future__ import annotations

import re

from residents.roster.names import party_key

TITLED = re.compile("(?:.(?:先生|女士|小姐|太太|老师|阿姨|师傅|某某?|总|姓|家)|[老小阿].)")
"""Tells a family name alone."""
CALLED = re.compile("[老小阿]")


def akin(one: str, other: str) -> bool:
    """May two parties be the same? Anybody in both of them, or anybody with a name like another's."""
    return any(_alike(a, b) for a in party_key(one) for b in party_key(other))


def _alike(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    if TITLED.fullmatch(one) or TITLED.fullmatch(other):
        return _family(one) == _family(other)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _family(name: str) -> str:
    """Of one character, for those of two are seldom; 老王 is a 王."""
    return name[1:2] if TITLED.fullmatch(name) and CALLED.match(name) else name[:1]
