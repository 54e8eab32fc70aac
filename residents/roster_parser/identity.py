"""Find identity numbers (身份证号), so that imports do not store them.

GB 11643-1999: six digits for the region, eight for the birthday, three for the sequence and a check
digit. Numbers from before 1999 have fifteen digits, with a birthday of six and no check digit.
Numbers of disability cards are identity numbers with two more digits.
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
"""Enough digits for a number, in any groups, in a text converted by ``_narrow``."""
GROUP = re.compile(r"\d+X?|X", re.ASCII)
TOGETHER = frozenset({15, 18, 19, 20})
"""Numbers of digits of groups that can form one number. 20 are those of a disability card."""


def without_identity(text: str) -> str:
    """Remove the identity numbers from the text, in digits of any script."""
    kept, end = [], 0
    for first, last in _places(text):
        kept.append(text[end:first])
        end = last + 1 if text[last : last + 1] == " " else last
    return "".join((*kept, text[end:]))


def birthday_in(text: str) -> dt.date | None:
    """Return the birthday in the first identity number of the text, or None."""
    for first, last in _places(text):
        digits = "".join(GROUP.findall(_narrow(text[first:last])))
        for start in range(max(1, len(digits) - LONG_LENGTH + 1)):
            birth_digits = digits[start + 6 : start + 14]
            if len(digits) == SHORT_LENGTH:
                birth_digits = f"19{digits[6:12]}"
            if day := _day(birth_digits):
                return day
    return None


def _narrow(text: str) -> str:
    """Convert digits of any script to ASCII. The length stays the same."""
    return "".join(map(_narrowed, text))


def _narrowed(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    narrow = " " if char.isspace() else unicodedata.normalize("NFKC", char)
    return "X" if narrow == "x" else narrow if len(narrow) == 1 else char


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each identity number in the text."""
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
    """Return the index of the last group of the number that begins with group ``at``, or None if
    none begins there."""
    if _holds_identity(groups[at][0]):
        ends_apart = at + 1 < len(groups) and groups[at + 1][0] == "X"
        return at + 1 if ends_apart else at
    for last in range(at + 1, len(groups)):
        texts = [group[0] for group in groups[at : last + 1]]
        if any(map(_holds_identity, texts[1:])) or is_mobile(texts[-1]):
            return None
        digits = "".join(texts)
        if len(digits) in TOGETHER and not _are_phones(texts) and _is_identity(digits):
            return last
    return None


def _are_phones(groups: list[str]) -> bool:
    """Return whether the groups are phone numbers, or one with an extension or other digits."""
    landline = is_area_code(groups[0]) and is_landline(groups[1])
    return landline or is_mobile(groups[0]) or all(map(is_number, groups))


def _is_identity(digits: str) -> bool:
    """Return whether joined groups begin with an identity number."""
    return _holds_identity(digits[:LONG_LENGTH])


def _holds_identity(digits: str) -> bool:
    """Return whether the digits contain an identity number, by check digit or else by birthday.
    Excel rounds long numbers, and people mistype them."""
    if len(digits) == SHORT_LENGTH:
        return _day(f"19{digits[6:12]}") is not None
    if len(digits) == LONG_LENGTH and ric.calc_check_digit(digits) == digits[-1]:
        return True
    starts = range(len(digits) - LONG_LENGTH + 1)
    return any(_day(digits[start + 6 : start + 14]) for start in starts)


def _day(digits: str) -> dt.date | None:
    """Parse a birthday of eight digits since 1850. Return None if it is invalid."""
    if not re.fullmatch(r"(?:18[5-9]|19\d|20\d)\d{5}", digits, re.ASCII):
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
