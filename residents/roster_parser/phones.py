"""Parse roster cells with phone numbers: several per cell, with notes, blanks and any dashes.

``louzu.lib.phone_numbers`` defines what a phone number is.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from louzu.lib.phone_numbers import (
    LONGEST,
    MOBILE_LENGTH,
    SHORTEST_LANDLINE,
    Problem,
    as_dialled,
    has_gap,
    problem_of,
    split_extension,
    without_separators,
)
from residents.places.models.households import PHONE_LENGTH
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.rooms import Unreadable

SEPARATORS = re.compile(r"[、，,/／;；|或\r\n]|_x000[dD]_")
BRACKETED = re.compile(r"[(（]([^()（）]*)[)）]")
LABEL = re.compile("(?:手机|电话|宅电|座机|固话|住宅|家里|移动|联系方式)(?:号码?)?[:：]?")
WHOSE = re.compile(
    "(?:大|小|二)?(?:本人|儿子|女儿|儿媳|媳妇|女婿|老伴|爱人|妻子?|丈夫|夫|父亲?|母亲?|孙子|孙女|外孙女?|户主"
    "|业主|房东|租客|中介|保姆|亲戚|邻居|儿|女|子|家|办公室?|单位)"
)


def parse_phone(text: str) -> str | None:
    """Return the digits of all numbers, joined by ``、``, without hyphens. None for an empty cell.

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
    """Return whose numbers these are, if noted in the cell: ``13900000007（女儿）``."""
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
    whole = without_separators(bare)
    if len(whole) < MOBILE_LENGTH and has_gap(bare):
        raise Unreadable(_("这个号码中间少了几位，请写完整的号码。"))
    words = [without_separators(word) for word in bare.split()]
    if len(whole) > LONGEST and all(len(word) >= SHORTEST_LANDLINE for word in words):
        return [_checked(as_dialled(word)) for word in words]
    return [_checked(as_dialled(whole))]


def _apart(part: str) -> tuple[str, str]:
    """Split into the number without words, and its extension."""
    bare = WHOSE.sub(" ", LABEL.sub(" ", part)).strip(" :：")
    return split_extension(bare)


def _is_number(text: str) -> bool:
    """Return whether a text in brackets belongs to the number: ``(021)55501234``, ``(86)``."""
    return bool(re.fullmatch(r"[\d+\- ]*", text, re.ASCII))


def _checked(number: str) -> str:
    match problem_of(number):
        case Problem.NO_NUMBER:
            raise Unreadable(_("看不懂这个电话，请只写号码；几个号码用顿号隔开。"))
        case Problem.LENGTH_OF_MOBILE:
            raise Unreadable(
                _("手机号应该是11位，这里是%(length)d位。请对一对。") % {"length": len(number)}
            )
        case Problem.LENGTH:
            raise Unreadable(
                _(
                    "这个号码是%(length)d位，不像电话号码：手机11位，座机8位，前面可以有区号。请对一对。"
                )
                % {"length": len(number.lstrip("+"))}
            )
    return number
