"""How people type values. Each reader gives None where a cell says nothing, and raises Unreadable
with a sentence for the committee where it says something that cannot be understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from residents.models.places import PHONE_LENGTH, Flat, Household
from residents.roster.columns import plain

NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "不详", "未知", "未登记", "n/a"}
)
SEPARATORS = re.compile(r"[、，,/／;；\n]")
CJK = r"[\u3400-\u9fff]"
MOST_PEOPLE = 999
NOTE_LENGTH = 200
MOST_AREA = Decimal("99999.99")
NAMES_LENGTH = 100
ROOM_LENGTH = 20
SHORTEST_PHONE, LONGEST_PHONE = 5, 15
DIGITS = "零一二三四五六七八九"
NUMERAL = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"

ROOM = re.compile(
    r"(?:(?:.*\D)?(?P<door>\d{1,5})号楼?|(?P<before>\d{1,5})[-/])?"
    r"(?:(?P<floor>\d{1,3}|" + NUMERAL + r")(?:楼|层|F-?))?"
    r"(?P<room>\d{2,5}[A-Z]?|[A-Z]\d{1,4})(?:室|房)?",
    re.ASCII,
)
OCCUPANCIES = {
    Household.Occupancy.OWNER: ("自住", "自用", "业主自住", "自有", "自住房"),
    Household.Occupancy.LET: ("出租", "租", "租赁", "出租房", "租住", "已出租", "租房", "租户"),
    Household.Occupancy.EMPTY: ("空置", "空", "空关", "空房", "空关房", "空置房", "无人居住", "未入住"),
}  # fmt: skip
AREA_SOURCES = {
    Flat.AreaSource.REGISTER: ("产权登记", "产权证", "房产证", "不动产登记", "不动产证", "登记"),
    Flat.AreaSource.SURVEY: ("测绘", "实测"),
    Flat.AreaSource.CONTRACT: ("买卖合同", "购房合同", "合同"),
}
"""The first word of each is the one that an exported file says."""


class Unreadable(ValueError):  # noqa: N818 -- a cell is, or is not
    """What a cell says cannot be understood, in one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """A room as typed: ``114号3楼301室``. Door and floor where they were said."""

    room: str
    floor: int | None = None
    door: str = ""


def is_room(text: str) -> bool:
    return ROOM.fullmatch(plain(text).upper()) is not None


def place(text: str, *, door: str = "") -> Place | None:
    """``door`` is the building's own: ``114-301`` is its 301, ``3-301`` that on the third floor,
    and ``301-303`` is none.
    """
    if text in NOTHING:
        return None
    found = ROOM.fullmatch(plain(text).upper())
    if not found or found["before"] not in {None, door, str(floor_of(found["room"]))}:
        raise Unreadable(_("看不懂这个室号，请写成 301 或 301室。"))
    storey = found["floor"]
    return Place(found["room"], _number(storey) if storey else None, found["door"] or "")


def key_of(room: str) -> str:
    """Two ways of writing the same room have the same key."""
    return plain(room).upper().removesuffix("室")


def floor_of(room: str) -> int | None:
    """The floor that a room's number tells: 301 is on the third, 1203 on the twelfth."""
    digits = re.match(r"\d+", room)
    if not digits or len(digits[0]) < 3:  # noqa: PLR2004 -- floor, and two digits for the door
        return None
    return int(digits[0][:-2]) or None


def floor(text: str) -> int | None:
    if _says_nothing(text):
        return None
    found = re.fullmatch(rf"第?(\d{{1,3}}|{NUMERAL})(?:楼|层|F)?", plain(text).upper(), re.ASCII)
    number = _number(found[1]) if found else 0
    if not number:
        raise Unreadable(_("看不懂这个楼层，请写成 3 或 3楼。"))
    return number


def _number(said: str) -> int:
    """3, or 十二."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (DIGITS.index(tens or "一") * 10 if ten else 0) + (DIGITS.index(ones) if ones else 0)


def area(text: str) -> Decimal | None:
    """㎡ with two decimals: ``89.5㎡``, ``1,089.50``."""
    bare = re.sub(r"(平方米|平方|平米|平|M2|㎡|M\^2)$", "", plain(text).upper())
    if _says_nothing(bare):
        return None
    if not re.fullmatch(r"(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", bare, re.ASCII):
        raise Unreadable(_("看不懂这个面积，请只写数字，例如 89.5。"))
    said = Decimal(bare.replace(",", ""))
    if said > MOST_AREA:
        raise Unreadable(_("这个面积太大了。"))
    return said.quantize(Decimal("0.01"), ROUND_HALF_UP) or None


def area_source(text: str) -> str | None:
    if _says_nothing(text):
        return None
    found = next((kind for kind, words in AREA_SOURCES.items() if plain(text) in words), None)
    if not found:
        raise Unreadable(_("看不懂这个面积依据，请写：产权登记、测绘、买卖合同。"))
    return str(found.value)


def count(text: str) -> int | None:
    """People: ``3``, ``3人``, ``３``, ``无``."""
    bare = re.sub(r"(个人|人|口|位)$", "", plain(text))
    if not bare:
        return None
    if bare in NOTHING:
        return 0
    if not re.fullmatch(r"\d+(\.0+)?", bare, re.ASCII):
        raise Unreadable(_("看不懂这个人数，请只写数字，例如 3。"))
    number = int(Decimal(bare))
    if number > MOST_PEOPLE:
        raise Unreadable(_("这个人数太大了。"))
    return number


def occupancy(text: str) -> str | None:
    bare = plain(text)
    if _says_nothing(bare):
        return None
    found = next((kind for kind, words in OCCUPANCIES.items() if bare in words), None)
    if not found:
        raise Unreadable(_("看不懂这个房屋性质，请写：自住、出租、空置。"))
    return str(found.value)


def phone(text: str) -> str | None:
    """Digits alone, several numbers joined by ``、``; a landline keeps no hyphen."""
    parts = [
        re.sub(r"[\s\-()·.]", "", unicodedata.normalize("NFKC", p)) for p in SEPARATORS.split(text)
    ]
    numbers = list(dict.fromkeys(part for part in parts if not _says_nothing(part)))
    for number in numbers:
        if not re.fullmatch(rf"\+?\d{{{SHORTEST_PHONE},{LONGEST_PHONE}}}", number, re.ASCII):
            raise Unreadable(_("看不懂这个电话，请只写号码；几个号码用顿号隔开。"))
    joined = "、".join(numbers)
    if len(joined) > PHONE_LENGTH:
        raise Unreadable(_("电话太多了，请留最要紧的几个。"))
    return joined or None


def names(text: str) -> str | None:
    """One party: ``王建国、李梅``. The blanks that align ``王　强`` go; those of John Smith stay."""
    parts = [_name(part) for part in SEPARATORS.split(text)]
    joined = "、".join(dict.fromkeys(part for part in parts if not _says_nothing(part)))
    if len(joined) > NAMES_LENGTH:
        raise Unreadable(_("名字太长了，最多100个字。"))
    return joined or None


def _name(text: str) -> str:
    return re.sub(rf"(?<={CJK})\s+(?={CJK})", "", " ".join(text.split()))


def party_key(said: str) -> frozenset[str]:
    """The people of a party, in whatever order and width they were typed."""
    return frozenset(plain(name).casefold() for name in SEPARATORS.split(said)) - {""}


def note(text: str) -> str | None:
    if len(text) > NOTE_LENGTH:
        raise Unreadable(_("备注太长了，最多200个字。"))
    return None if _says_nothing(text) else text


def _says_nothing(text: str) -> bool:
    return plain(text).lower() in NOTHING
