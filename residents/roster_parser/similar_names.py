"""Compare names that may be the same name written differently: 张三等, 王先生, 張三."""

from __future__ import annotations

import re

from residents.roster_parser.names import party_key

FORM_OF_ADDRESS = re.compile("(?:.(?:先生|女士|小姐|太太|老师|阿姨|师傅|某某?|总|姓|家)|[老小阿].)")
"""A form of address, which tells only the family name."""
NICKNAME_PREFIX = re.compile("[老小阿]")


def may_be_same_party(one: str, other: str) -> bool:
    """Return whether two parties may be the same: they share a person or have similar names."""
    return any(_similar_names(a, b) for a in party_key(one) for b in party_key(other))


def _similar_names(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    if FORM_OF_ADDRESS.fullmatch(one) or FORM_OF_ADDRESS.fullmatch(other):
        return _family(one) == _family(other)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _family(name: str) -> str:
    """Return the first character of the family name; 老王 is a 王. Two-character names are ignored."""
    return (
        name[1:2] if FORM_OF_ADDRESS.fullmatch(name) and NICKNAME_PREFIX.match(name) else name[:1]
    )
