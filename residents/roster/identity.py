"""Identity numbers (身份证号) are recognised so that they are left where they are.

GB 11643-1999: six digits of region, eight of birthday, three of order, one check digit; before
1999 fifteen digits, with a birthday of six and no check digit.
"""

from __future__ import annotations

import datetime as dt
import re

LONG = r"\d{6}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[\dXx]"
SHORT = r"\d{15}"
NUMBER = re.compile(rf"(?<!\d)(?:{LONG}|\d{{17}}[\dXx]|{SHORT})(?!\d)", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SHORT_LENGTH = 15


def without_identity(text: str) -> str:
    """The text as it is without the identity numbers in it."""
    return NUMBER.sub(lambda found: "" if _is_identity(found[0]) else found[0], text)


def _is_identity(number: str) -> bool:
    """By check digit or by birthday: Excel rounds long numbers, and people mistype them."""
    bare = re.sub(r"[ -]", "", number).upper()
    if len(bare) == SHORT_LENGTH:
        return _is_day(f"19{bare[6:12]}")
    return check_digit(bare[:17]) == bare[17] or _is_day(bare[6:14])


def check_digit(first: str) -> str:
    """The eighteenth digit that belongs to seventeen (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def _is_day(digits: str) -> bool:
    try:
        dt.datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 -- a day, not a moment
    except ValueError:
        return False
    return True
