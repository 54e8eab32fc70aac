"""Telephone numbers of mainland China: validate, normalize, display, and find them in texts.

A number is stored as it is dialled within the country, in digits only: a mobile number
(``13800138000``), a landline with its area code (``02165551234``) or without (``65551234``), a
service number (``4008208820``, ``95588``). Only numbers of other countries keep a ``+``.

The lengths and first digits below decide, not the tables of Google's libphonenumber (ADR 45).
Unlike these we accept landlines without an area code, service numbers, unassigned ranges of mobile
numbers, and numbers of other countries of any pattern. We reject mobile numbers with a digit too
few or too many, which it considers possible.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

MOBILE_LENGTH = 11
SHORTEST, LONGEST = 5, 15
"""Digits of a number, with those of the country for one of another country."""
SHORTEST_LANDLINE = 7
STORABLE = r"^\+?\d{5,19}$"
"""A stored number: any digits, because countries and networks differ."""

_MOBILE = r"1[3-9]\d{9}"
_AREA = r"0\d{2,3}"
_LENGTHS = re.compile(
    r"1\d{10}|0\d{9,11}|[48]00\d{7}|[1-9]\d{4,7}|(?:\+|00)(?!86)[1-9]\d{6,13}", re.ASCII
)
"""Lengths of mobile numbers, landlines with area code, 400 numbers, short numbers and landlines,
and numbers of other countries."""
_BEGINS_AS_MOBILE = re.compile(r"1[3-9]\d*", re.ASCII)
_COUNTRY = re.compile(
    r"^(?:\+|00)?86(?:(?=1[3-9]\d{9}$)|(?=[48]00\d{7}$)|0?(?=(?:10|2\d)\d{8}$|[3-9]\d{2}\d{7,8}$))"
)
"""The country code. Before a landline, it replaces the 0 of the area code."""
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−─ー_()·.~]")
_SEPARATORS_OF_MOBILE = re.compile(r"[\s().\u2010-\u2015-]+")
_GAP = re.compile(r"1[3-9]\d+(?:[\s\-‐‑‒–—―−─ー_·.~]){2,}\d", re.ASCII)
_LANDLINE = r"(?:(?:\+|00)?86[\s-]*)?(?:\(?0?\d{2,3}\)?[\s-]*)?[2-9]\d{2,3}[\s-]?\d{4}"
_EXTENSION = re.compile(
    rf"(?P<number>{_LANDLINE})\s*-+\s*(?P<one>\d{{1,5}})"
    r"|(?P<any>.*\d)\s*(?:转|分机|内线|ext\.?|#|\*){1,2}号?[:：]?\s*-?(?P<two>\d{1,6})",
    re.ASCII | re.IGNORECASE,
)
_MOBILE_IN_TEXT = re.compile(rf"(?<!\d){_MOBILE}(?!\d)", re.ASCII)
_NUMBER_IN_TEXT = re.compile(r"(?<!\d)(?:1\d{10}|0\d{9,11})(?!\d)")
_NUMBER_IN_CELL = re.compile(
    rf"(?<!\d)(?:86)?(?:{_MOBILE}|(?:{_AREA})?[2-9]\d{{7}})(?!\d)", re.ASCII
)
_ENDS = r"(?![\w*%％元]|[.\-]\d)"
"""Lookahead that rejects a number followed by more digits, or by a unit, as in an amount."""
CALLED = ("电话", "座机", "热线", "拨打", "致电")
"""Words after which a number of a few digits is a phone number."""
_AFTER_CALLED = "|".join(
    f"(?<={word}{joint})" for word in CALLED for joint in ("", "：", ":", " ", "： ", "是", "为")
)
TO_CALL = rf"""
    (?<![\w.+\-*]) (?:\+?86[ \-]?)? 1[3-9]\d (?:\d{{8}}|[ ]\d{{4}}[ ]\d{{4}}|-\d{{4}}-\d{{4}}) {_ENDS}
    |(?<![\w.+\-*]) (?:[(（]{_AREA}[)）][ ]?|{_AREA}[ \-]?)
        [2-9](?:\d{{6,7}}|\d{{3}}[ \-]\d{{4}}) {_ENDS}
    |(?<![\w.+\-*]) [48]00(?:\d{{7}}|[ \-]\d{{3}}[ \-]\d{{4}}) {_ENDS}
    |(?:{_AFTER_CALLED}) (?:[2-9]\d{{3}}[ \-]?\d{{4}}|1\d{{2}}|1\d{{4}}|9[56]\d{{3,4}}) {_ENDS}
"""
"""Pattern (verbose, ASCII) of a number in running text that becomes a link to call it. Stricter than
what a form accepts: a house number or a price must not become a link."""


class Problem(Enum):
    """Reasons why digits are not a phone number."""

    NO_NUMBER = auto()
    LENGTH_OF_MOBILE = auto()
    """Begins as a mobile number, but does not have 11 digits."""
    LENGTH = auto()


def mobile_number(typed: str) -> str:
    """Return the 11 digits of a mobile number such as ``+86 138-0013 8000`` or ``１３８…``, or "" for
    other texts.

    Any 11 digits beginning with 1 are accepted, because people sign in with their number and
    networks get new ranges. Letters are not accepted.
    """
    plain = _SEPARATORS_OF_MOBILE.sub("", unicodedata.normalize("NFKC", typed))
    found = re.fullmatch(r"(?:\+?86)?(1[0-9]{10})", plain)
    return found[1] if found else ""


def number_of_person(typed: str) -> str:
    """Return a person's own number as stored. Other numbers than mobile ones lose their separators
    only."""
    return mobile_number(typed) or "".join(typed.replace("-", "").split())


def without_separators(text: str) -> str:
    return _SEPARATORS.sub("", text)


def as_dialled(number: str) -> str:
    """Return a number without separators as dialled in China: without 86, landlines with 0."""
    bare = _COUNTRY.sub("", number)
    mobile = bare == number or _BEGINS_AS_MOBILE.match(bare) or re.match("[48]00", bare)
    return bare if mobile else f"0{bare}"


def split_extension(text: str) -> tuple[str, str]:
    """Split into the number and its extension or "": ``021-65551234-801``, ``65551234转801``.
    ``text`` is in half width."""
    dashes = re.sub("[‐‑‒–—―−─ー]", "-", re.sub(r"(?<=\d)\.0+$", "", text))
    found = _EXTENSION.fullmatch(dashes)
    if not found:
        return text, ""
    return found["number"] or found["any"], found["one"] or found["two"]


def has_gap(text: str) -> bool:
    """Return whether digits of a mobile number may be missing: ``138····0001``."""
    return bool(_GAP.match(text))


def problem_of(number: str) -> Problem | None:
    """Return why a number from ``as_dialled`` is invalid, or None."""
    if not re.fullmatch(rf"\+?\d{{{SHORTEST},{LONGEST}}}", number, re.ASCII):
        return Problem.NO_NUMBER
    of_mobile = _BEGINS_AS_MOBILE.fullmatch(number)
    if of_mobile and len(number) not in {*range(SHORTEST, 9), MOBILE_LENGTH}:
        return Problem.LENGTH_OF_MOBILE
    return None if _LENGTHS.fullmatch(number) else Problem.LENGTH


def is_mobile(digits: str) -> bool:
    return bool(re.fullmatch(_MOBILE, digits, re.ASCII))


def is_area_code(digits: str) -> bool:
    """Return whether the digits are an area code: ``021``, ``0531``, or the country's ``86``."""
    return bool(re.fullmatch(rf"{_AREA}|86", digits, re.ASCII))


def is_landline(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{7,8}", digits, re.ASCII))


def is_number(digits: str) -> bool:
    """Return whether the digits are a mobile number, or a landline with or without area code."""
    with_area = re.fullmatch(r"0\d{9,11}", digits, re.ASCII)
    return is_mobile(digits) or is_landline(digits) or bool(with_area)


def holds_number(text: str) -> bool:
    """Return whether a cell, without blanks, contains a mobile number or an eight-digit landline."""
    return bool(_NUMBER_IN_CELL.search(re.sub("[-_~—–()+]", "", text)))


def mask_phones(phone: str) -> str:
    """Return ``138****8888``, which the owner recognizes but nobody can call.

    Each of several numbers is masked. Short numbers keep their last digits.
    """
    return re.sub(r"\+?[\d +-]*\d", _mask, phone)


def with_mobiles_masked(text: str) -> str:
    return _MOBILE_IN_TEXT.sub(lambda found: mask_phones(found[0]), text)


def with_numbers_masked(text: str) -> str:
    """Mask everything that may be a mobile number or a landline with area code."""
    return _NUMBER_IN_TEXT.sub(lambda found: mask_phones(found[0]), text)


def _mask(number: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", number[0])
    if len(digits) == MOBILE_LENGTH + len("86"):
        digits = digits.removeprefix("86")
    if len(digits) >= MOBILE_LENGTH:  # also a landline with area code
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) > 4 else "****"  # noqa: PLR2004 -- shorter numbers show no digits
