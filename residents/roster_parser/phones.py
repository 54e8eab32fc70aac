"""Telephone numbers as people type them: several in a cell, with notes, blanks and any dash."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from residents.places.models.places import PHONE_LENGTH
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.rooms import Unreadable

SHORTEST_PHONE, LONGEST_PHONE = 5, 15
SHORTEST_ALONE = 7
"""Digits of a number that stands beside another in one cell with only a blank between."""
SEPARATORS = re.compile(r"[、，,/／;；|或\r\n]|_x000[dD]_")
DASHES = re.compile(r"[\s\-‐‑‒–—―−─ー_()·.~]")
MASKED = re.compile(r"1[3-9]\d+(?:[\s\-‐‑‒–—―−─ー_·.~]){2,}\d", re.ASCII)
"""A mobile number with a gap where digits may have been: ``138····0001``."""
BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
LABEL = re.compile("(?:手机|电话|宅电|座机|固话|住宅|家里|移动|联系方式)(?:号码?)?[:：]?")
WHOSE = re.compile(
    "(?:大|小|二)?(?:本人|儿子|女儿|儿媳|媳妇|女婿|老伴|爱人|妻子?|丈夫|夫|父亲?|母亲?|孙子|孙女|外孙女?|户主"
    "|业主|房东|租客|中介|保姆|亲戚|邻居|儿|女|子|家|办公室?|单位)"
)
COUNTRY = re.compile(
    r"^(?:\+|00)?86(?:(?=1[3-9]\d{9}$)|(?=[48]00\d{7}$)|0?(?=(?:10|2\d)\d{8}$|[3-9]\d{2}\d{7,8}$))"
)
"""Before a mobile number; before a landline it stands for the 0 of the area."""
LANDLINE = r"(?:(?:\+|00)?86[\s-]*)?(?:\(?0?\d{2,3}\)?[\s-]*)?[2-9]\d{2,3}[\s-]?\d{4}"
EXTENSION = re.compile(
    rf"(?P<number>{LANDLINE})\s*-+\s*(?P<one>\d{{1,5}})"
    r"|(?P<any>.*\d)\s*(?:转|分机|内线|ext\.?|#|\*){1,2}号?[:：]?\s*-?(?P<two>\d{1,6})",
    re.ASCII | re.IGNORECASE,
)
"""A number with one of its house behind it: ``021-65551234-801``, ``65551234转801``."""
LENGTHS = re.compile(
    r"1\d{10}|0\d{9,11}|[48]00\d{7}|[1-9]\d{4,7}|(?:\+|00)(?!86)[1-9]\d{6,13}", re.ASCII
)
"""Mobile, landline with its area, 400, short numbers and landlines, and those of other countries."""
MOBILE = re.compile(r"1[3-9]\d*", re.ASCII)
MOBILE_LENGTH = 11


def parse_phone(text: str) -> str | None:
    """Digits alone, several numbers joined by ``、``; a landline keeps no hyphen.

    Raises Unreadable.
    """
    if means_empty(text):
        return None
    numbers = list(dict.fromkeys(n for part in SEPARATORS.split(text) for n in _numbers(part)))
    joined = "、".join(numbers)
    if len(joined) > PHONE_LENGTH:
        raise Unreadable(_("电话太多了，请留最要紧的几个。"))
    return joined or None


def notes_in(text: str) -> list[str]:
    """Whose numbers they are, where it stands beside them: ``13900000007（女儿）``."""
    notes = []
    for part in SEPARATORS.split(text):
        plain = unicodedata.normalize("NFKC", part)
        notes += [note for note in BRACKETED.findall(plain) if note and not _is_number(note)]
        notes += WHOSE.findall(BRACKETED.sub("", plain))
        if extension := _apart(BRACKETED.sub("", plain))[1]:
            notes.append(_("转%(extension)s") % {"extension": extension})
    return [f"电话（{'、'.join(notes)}）"] if notes else []


def _numbers(part: str) -> list[str]:
    bare = unicodedata.normalize("NFKC", part)
    bare = BRACKETED.sub(lambda found: found[1] if _is_number(found[1]) else " ", bare)
    bare = _apart(bare)[0]
    if means_empty(bare):
        return []
    if re.fullmatch(r"\d(\.\d+)?e\+?\d+", bare, re.ASCII | re.IGNORECASE):
        raise Unreadable(
            _("Excel 把号码变成了这样，后面几位已经没有了。请把这一列改成“文本”，再写一遍号码。")
        )
    bare = re.sub(r"(?<=\d{7})\.0+$", "", bare)
    whole = DASHES.sub("", bare)
    if len(whole) < MOBILE_LENGTH and MASKED.match(bare):
        raise Unreadable(_("这个号码中间少了几位，请写完整的号码。"))
    words = [DASHES.sub("", word) for word in bare.split()]
    if len(whole) > LONGEST_PHONE and all(len(word) >= SHORTEST_ALONE for word in words):
        return [_checked(_at_home(word)) for word in words]
    return [_checked(_at_home(whole))]


def _at_home(number: str) -> str:
    """As it is dialled here: without 86, and a landline with the 0 of its area."""
    bare = COUNTRY.sub("", number)
    mobile = bare == number or MOBILE.match(bare) or re.match("[48]00", bare)
    return bare if mobile else f"0{bare}"


def _apart(part: str) -> tuple[str, str]:
    """A number without words, and its extension."""
    bare = WHOSE.sub(" ", LABEL.sub(" ", part)).strip(" :：")
    dashes = re.sub("[‐‑‒–—―−─ー]", "-", re.sub(r"(?<=\d)\.0+$", "", bare))
    found = EXTENSION.fullmatch(dashes)
    if not found:
        return bare, ""
    return found["number"] or found["any"], found["one"] or found["two"]


def _is_number(text: str) -> bool:
    """An area in brackets: ``(021)55501234``, ``(86)``."""
    return bool(re.fullmatch(r"[\d+\- ]*", text, re.ASCII))


def _checked(number: str) -> str:
    if not re.fullmatch(rf"\+?\d{{{SHORTEST_PHONE},{LONGEST_PHONE}}}", number, re.ASCII):
        raise Unreadable(_("看不懂这个电话，请只写号码；几个号码用顿号隔开。"))
    if MOBILE.fullmatch(number) and len(number) not in {*range(5, 9), MOBILE_LENGTH}:
        raise Unreadable(
            _("手机号应该是11位，这里是%(length)d位。请对一对。") % {"length": len(number)}
        )
    if not LENGTHS.fullmatch(number):
        raise Unreadable(
            _("这个号码是%(length)d位，不像电话号码：手机11位，座机8位，前面可以有区号。请对一对。")
            % {"length": len(number.lstrip("+"))}
        )
    return number
