"""Identity numbers (身份证号) are recognised so that they are left where they are.

GB 11643-1999: six digits of region, eight of birthday, three of order, one check digit; before
1999 fifteen digits, with a birthday of six and no check digit. The number of a disability card is
an identity number with two digits more.
"""

from __future__ import annotations

import datetime as dt
import re

LONG_LENGTH, SHORT_LENGTH = 18, 15
RUN = re.compile(r"\d(?:[ \u00a0-]?\d){14,}[ -]?[Xx]?", re.ASCII)
"""Digits enough for a number, typed in whatever groups."""
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|\d{7,8}", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def without_identity(text: str) -> str:
    """The text as it is without the identity numbers in it."""
    return RUN.sub(lambda found: "" if _holds_identity(found[0]) else found[0], text)


def birthday_in(text: str) -> dt.date | None:
    """That of the first identity number in a text."""
    for found in RUN.finditer(text):
        digits = _digits(found[0])
        for start in range(max(1, len(digits) - LONG_LENGTH + 1)):
            told = digits[start + 6 : start + 14]
            if len(digits) == SHORT_LENGTH:
                told = f"19{digits[6:12]}"
            if (day := _day(told)) and _holds_identity(found[0]):
                return day
    return None


def _holds_identity(run: str) -> bool:
    """By check digit or by birthday: Excel rounds long numbers, and people mistype them."""
    groups = re.split(r"[ \u00a0-]", run)
    if len(groups) > 1 and all(PHONE.fullmatch(group) for group in groups):
        return False
    digits = _digits(run)
    if len(digits) == SHORT_LENGTH:
        return _day(f"19{digits[6:12]}") is not None
    if len(digits) == LONG_LENGTH and check_digit(digits[:17]) == digits[17]:
        return True
    starts = range(len(digits) - LONG_LENGTH + 1)
    return any(_day(digits[start + 6 : start + 14]) for start in starts)


def _digits(run: str) -> str:
    return re.sub(r"[ \u00a0-]", "", run).upper()


def check_digit(first: str) -> str:
    """The eighteenth digit that belongs to seventeen (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def _day(digits: str) -> dt.date | None:
    """A birthday as eight digits; nobody on a roster was born before 1850."""
    if not re.fullmatch(r"(?:18[5-9]|19\d|20\d)\d{5}", digits, re.ASCII):
        return None
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
