"""Compare names that may be the same name written differently: 张三等, 王先生, 張三."""

from __future__ import annotations

import re

from residents.roster_parser.names import party_key

TITLED = re.compile("(?:.(?:先生|女士|小姐|太太|老师|阿姨|师傅|某某?|总|姓|家)|[老小阿].)")
"""A form of address, which tells only the family name."""
CALLED = re.compile("[老小阿]")


def akin(one: str, other: str) -> bool:
    """Return whether two parties may be the same: they share a person or have similar names."""
    return any(_alike(a, b) for a in party_key(one) for b in party_key(other))


def _alike(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    if TITLED.fullmatch(one) or TITLED.fullmatch(other):
        return _family(one) == _family(other)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _family(name: str) -> str:
    """Return the first character of the family name; 老王 is a 王. Two-character names are ignored."""
    return name[1:2] if TITLED.fullmatch(name) and CALLED.match(name) else name[:1]
