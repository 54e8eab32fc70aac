"""Parse values as people type them.

Each function returns None for an empty cell, and raises Unreadable with a sentence for the
committee if it cannot parse the text.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from residents.places.models import Flat, Household
from residents.roster_parser.columns import normalized_text
from residents.roster_parser.empty_values import EMPTY_VALUES, means_empty
from residents.roster_parser.rooms import Unreadable

MAX_PEOPLE = 999
NOTE_LENGTH = 200
MAX_AREA = Decimal("99999.99")
BRACKETED = re.compile(r"\([^()]*\)")
OCCUPANCIES = {
    Household.Occupancy.OWNER: (
        "自住",
        "自用",
        "业主自住",
        "自有",
        "自住房",
        "部分出租",
        "自住兼出租",
        "业主",
        "业主居住",
        "产权人自住",
    ),
    Household.Occupancy.LET: (
        "出租",
        "租",
        "租赁",
        "出租房",
        "租住",
        "已出租",
        "租房",
        "租户",
        "群租",
        "出租中",
        "租客",
        "整租",
        "合租",
    ),
    Household.Occupancy.EMPTY: (
        "空置",
        "空",
        "空关",
        "空房",
        "空关房",
        "空置房",
        "无人居住",
        "未入住",
        "动迁空置",
        "毛坯",
        "装修中",
        "闲置",
        "空闲",
        "待租",
        "待售",
        "无人",
    ),
}
LIVED_IN = ("常住", "在住", "已入住", "入住", "有人居住", "居住")
"""Means that the flat is lived in, but not whether by its owner."""
PARTLY_LET = ("部分出租", "自住兼出租")
AREA_SOURCES = {
    Flat.AreaSource.REGISTER: ("产权登记", "产权证", "房产证", "不动产登记", "不动产证", "登记"),
    Flat.AreaSource.SURVEY: ("测绘", "实测"),
    Flat.AreaSource.CONTRACT: ("买卖合同", "购房合同", "合同"),
}
"""The first word of each is used in exported files."""


def parse_area(text: str) -> Decimal | None:
    """Return ㎡ with two decimals: ``89.5㎡``, ``1,089.50``."""
    bare = BRACKETED.sub(_unless_an_area, normalized_text(text).upper())
    bare = re.sub(r"(平方米|平方|平米|平|M2|㎡|M\^2)$", "", bare)
    if means_empty(bare):
        return None
    if not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", bare, re.ASCII):
        raise Unreadable(_("看不懂这个面积，请只写数字，例如 89.5。"))
    number = Decimal(bare.replace(",", ""))
    if number > MAX_AREA:
        raise Unreadable(_("这个面积太大了。"))
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP) or None


def parse_area_source(text: str) -> str | None:
    if means_empty(text):
        return None
    found = next(
        (kind for kind, words in AREA_SOURCES.items() if normalized_text(text) in words), None
    )
    if not found:
        raise Unreadable(_("看不懂这个面积依据，请写：产权登记、测绘、买卖合同。"))
    return str(found.value)


def parse_count(text: str) -> int | None:
    """Return a number of people: ``3``, ``3人``, ``３``, ``3（含保姆1）``, ``无``."""
    bare = re.sub(r"(个人|人|口|位)$", "", BRACKETED.sub("", normalized_text(text)))
    if not bare:
        return None
    if bare in EMPTY_VALUES:
        return 0
    if not re.fullmatch(r"\d+(\.0+)?", bare, re.ASCII):
        raise Unreadable(_("看不懂这个人数，请只写数字，例如 3。"))
    number = int(Decimal(bare))
    if number > MAX_PEOPLE:
        raise Unreadable(_("这个人数太大了。"))
    return number


def parse_total(text: str) -> int | None:
    """Return the number of people in many households, or None if it cannot be compared."""
    bare = re.sub(r"(个人|人|口|位|户)$", "", normalized_text(text))
    return int(Decimal(bare)) if re.fullmatch(r"\d{1,6}(\.0+)?", bare, re.ASCII) else None


def parse_occupancy(text: str) -> str | None:
    bare = BRACKETED.sub("", normalized_text(text))
    if means_empty(bare) or bare in LIVED_IN:
        return None
    found = next((kind for kind, words in OCCUPANCIES.items() if bare in words), None)
    if not found:
        raise Unreadable(_("看不懂这个房屋性质，请写：自住、出租、空置。"))
    return str(found.value)


def _unless_an_area(found: re.Match[str]) -> str:
    return found[0] if re.search("建|产权|约", found[0]) else ""


def parse_note(text: str) -> str | None:
    one_line = " ".join(text.split())
    if len(one_line) > NOTE_LENGTH:
        raise Unreadable(_("备注太长了，最多200个字。"))
    return None if normalized_text(one_line).lower() in EMPTY_VALUES else one_line


def notes_in(title: str, text: str) -> list[str]:
    """Return notes in brackets after a value: ``人数（含保姆1）``. The value 自住兼出租 is a note, too."""
    bare = normalized_text(text)
    found = BRACKETED.findall(bare)
    if bare in PARTLY_LET:
        found.append(f"({bare})")
    return [f"{title}（{note[1:-1]}）" for note in found if note[1:-1]]
