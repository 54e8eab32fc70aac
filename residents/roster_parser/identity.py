"""Identity numbers (身份证号) are recognised so that they are left where they are.

GB 11643-1999: six digits of region, eight of birthday, three of order, one check digit; before
1999 fifteen digits, with a birthday of six and no check digit. The number of a disability card is
an identity number with two digits more.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from stdnum.cn import ric

from louzu.lib.phone_numbers import is_area_code, is_landline, is_mobile, is_number

LONG_LENGTH, SHORT_LENGTH = 18, 15
BETWEEN = r"[\s\u00a0\u200b\-‐‑‒–—―−─ー_./·•]"
RUN = re.compile(rf"\d(?:{BETWEEN}{{0,3}}\d){{14,}}(?:{BETWEEN}{{0,3}}X)?", re.ASCII)
"""Digits enough for a number, typed in whatever groups; of a text made narrow."""
GROUP = re.compile(r"\d+X?|X", re.ASCII)
TOGETHER = frozenset({15, 18, 19, 20})
"""Digits of groups that may be a number together; 20 are those of a disability card."""


def without_identity(text: str) -> str:
    """The text as it is without the identity numbers in it, in whatever digits they are typed."""
    kept, end = [], 0
    for first, last in _places(text):
        kept.append(text[end:first])
        end = last + 1 if text[last : last + 1] == " " else last
    return "".join((*kept, text[end:]))


def birthday_in(text: str) -> dt.date | None:
    """That of the first identity number in a text."""
    for first, last in _places(text):
        digits = "".join(GROUP.findall(_narrow(text[first:last])))
        for start in range(max(1, len(digits) - LONG_LENGTH + 1)):
            told = digits[start + 6 : start + 14]
            if len(digits) == SHORT_LENGTH:
                told = f"19{digits[6:12]}"
            if day := _day(told):
                return day
    return None


def _narrow(text: str) -> str:
    """As long as it is, with every digit of whatever script as one of ASCII."""
    return "".join(map(_narrowed, text))


def _narrowed(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    narrow = " " if char.isspace() else unicodedata.normalize("NFKC", char)
    return "X" if narrow == "x" else narrow if len(narrow) == 1 else char


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where identity numbers begin and end, in their order."""
    for run in RUN.finditer(_narrow(text)):
        groups = [*GROUP.finditer(run[0])]
        at = 0
        while at < len(groups):
            last = _last_of_number(groups, at)
            if last is None:
                at += 1
                continue
            yield run.start() + groups[at].start(), run.start() + groups[last].end()
            at = last + 1


def _last_of_number(groups: list[re.Match[str]], at: int) -> int | None:
    """The position of the group with which a number ends that begins with the group ``at``."""
    if _holds_identity(groups[at][0]):
        ends_apart = at + 1 < len(groups) and groups[at + 1][0] == "X"
        return at + 1 if ends_apart else at
    for last in range(at + 1, len(groups)):
        said = [group[0] for group in groups[at : last + 1]]
        if any(map(_holds_identity, said[1:])) or is_mobile(said[-1]):
            return None
        digits = "".join(said)
        if len(digits) in TOGETHER and not _are_phones(said) and _is_identity(digits):
            return last
    return None


def _are_phones(groups: list[str]) -> bool:
    """A mobile number beside something else, a landline with its extension, or several numbers."""
    landline = is_area_code(groups[0]) and is_landline(groups[1])
    return landline or is_mobile(groups[0]) or all(map(is_number, groups))


def _is_identity(digits: str) -> bool:
    """Of digits that were typed in groups: the number begins where they begin."""
    return _holds_identity(digits[:LONG_LENGTH])


def _holds_identity(digits: str) -> bool:
    """By check digit or by birthday: Excel rounds long numbers, and people mistype them."""
    if len(digits) == SHORT_LENGTH:
        return _day(f"19{digits[6:12]}") is not None
    if len(digits) == LONG_LENGTH and ric.calc_check_digit(digits) == digits[-1]:
        return True
    starts = range(len(digits) - LONG_LENGTH + 1)
    return any(_day(digits[start + 6 : start + 14]) for start in starts)


def _day(digits: str) -> dt.date | None:
    """A birthday as eight digits; nobody on a roster was born before 1850."""
    if not re.fullmatch(r"(?:18[5-9]|19\d|20\d)\d{5}", digits, re.ASCII):
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
