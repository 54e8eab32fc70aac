"""Parse rooms as committees write them: 301室, 3楼301, 101甲, 102-1, 301、302, 底商1, 亭子间.

The result is the usual name of the room, without 室 and without address, door number and redundant
floor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from residents.roster_parser.columns import normalized_text
from residents.roster_parser.door_numbers import door_of_cell, split_lane_and_number
from residents.roster_parser.empty_values import EMPTY_VALUES, means_empty

ROOM_LENGTH = 20
DIGITS = "零一二三四五六七八九"
NUMERAL = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
STOREY = rf"(?:\d{{1,3}}|{NUMERAL}|底|顶)"
SIDE = "[东南西北中左右上下前后内外]"
STEM = "[甲乙丙丁戊己庚辛]"
TAIL = (
    rf"(?:[A-Z]|{STEM}|{SIDE}|-(?:\d{{1,2}}|[A-Z]|{STEM}|{SIDE})"
    rf"|\((?:{SIDE}|{STEM}|[A-Z]|\d)[室间半]?\)|复式|跃层|上层|下层|阁楼|商铺|店|门面|车库)"
)
PARTS = (
    "前楼|后楼|中楼|统楼|统间|亭子间|阁楼|前阁|后阁|三层阁|二层阁|假三层|晒台|客堂间?|前客堂|后客堂|灶间"
    "|灶披间|厢房|天井|底楼|底层|地下室|车库|底商|商铺|商业|店铺|店面|门面房?|网点|门卫室?"
)
"""Rooms with a name, in lane houses and on the ground floor."""
UPSTAIRS = re.compile("前楼|后楼|中楼|统楼|亭子间|厢房|二层阁")
"""On the second storey of a lane house unless another one is given."""
ATTIC = re.compile("阁楼|前阁|后阁|晒台")

NAMED = re.compile(
    rf"(?:第?(?P<storey>{STOREY})(?:-\d{{1,2}})?(?:楼|层|F))?{SIDE}?(?:{PARTS})"
    rf"(?:-?\d{{1,2}}号?|{STEM}|[A-Z]|{SIDE}|\({SIDE}\))?",
    re.ASCII,
)
ADDRESS = re.compile(r"(?:.*\D)?(?P<door>\d{1,5})(?:号楼?|[#幢栋]楼?)-?(?P<rest>.+)", re.ASCII)
FLOOR = re.compile(rf"第?(?P<floor>\d{{1,3}}|{NUMERAL}|底)(?:楼|层|F)-?(?P<rest>.+)", re.ASCII)
OF_ITS_FLOOR = re.compile(rf"\d{{2}}{TAIL}?", re.ASCII)
"""``03`` in ``5楼03``, which is room 503."""
NUMBERED = re.compile(rf"(?:\d{{2,5}}|[A-Z]\d{{1,4}}|-\d{{3,4}}|负\d{{3,4}}){TAIL}?", re.ASCII)
PART = re.compile(rf"(?P<whole>\d{{2,5}}|[A-Z]\d{{1,4}}){TAIL}", re.ASCII)
NAUGHTS = re.compile(r"(?<![\dA-Z负])0+(?=[1-9]\d{2,3}(?!\d))", re.ASCII)
"""Leading zeros before a number that contains the floor: 0301, 00301."""
JOINED_ROOMS = re.compile(r"\d{3,5}[A-Z]?(?:[-、,/和及&+]\d{3,5}[A-Z]?){1,3}", re.ASCII)
BEFORE = re.compile(rf"(?P<before>\d{{1,5}})[-/](?P<rest>\d{{2,5}}{TAIL}?)", re.ASCII)
OF_THREE = re.compile(r"0*(?P<door>\d{1,5})-\d{1,2}-(?P<rest>\d{3,4})", re.ASCII)
IN_UNIT = re.compile(r"(?:(?:\d{1,2}|[A-Z])单元|[A-Z]座)-?\d{2,4}[A-Z]?", re.ASCII)
SMALL = re.compile(rf"(?:{STOREY}(?:楼|层))?\d室|{STOREY}F-?[A-Z]", re.ASCII)


class Unreadable(ValueError):  # noqa: N818 -- it describes a cell
    """The cell cannot be understood. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class RoomPlace:
    """A parsed room: ``114号3楼301室``. Door and floor are set if they were given."""

    room: str
    floor: int | None = None
    door: str = ""


def is_room(text: str) -> bool:
    bare = normalized_text(text).upper()
    if address := ADDRESS.fullmatch(bare):
        bare = address["rest"]
    return bool(_room(bare) or BEFORE.fullmatch(bare) or OF_THREE.fullmatch(bare))


def parse_room(text: str, *, door: str = "") -> RoomPlace | None:
    """Parse a room. ``door`` is the number of the building: ``114-301`` is its room 301, and
    ``3-301`` is room 301 on the third floor. Raise Unreadable."""
    bare = NAUGHTS.sub("", normalized_text(text).upper())
    if bare.lower() in EMPTY_VALUES:
        return None
    there = ""
    if address := ADDRESS.fullmatch(bare):
        value, bare = door_of_cell(bare[: address.start("rest")].rstrip("-")), address["rest"]
        if value is None:
            raise Unreadable(_("看不懂是几号楼的，请写成 114号301室。"))
        there = value
    found = _with_door(bare, door) or _room(bare)
    if not found or len(found.room) > ROOM_LENGTH:
        raise Unreadable(_why(bare))
    return RoomPlace(found.room, found.floor, there or found.door)


def door_before(text: str) -> str:
    """Return the building that a room names without doubt: 127号601室, 127-601, 127-01-0601; or ""."""
    bare = normalized_text(text).upper()
    if address := ADDRESS.fullmatch(bare):
        return split_lane_and_number(door_of_cell(bare[: address.start("rest")].rstrip("-")) or "")[
            1
        ]
    if three := OF_THREE.fullmatch(bare):
        return three["door"]
    before = BEFORE.fullmatch(bare)
    if before and not _room(bare) and before["before"] != str(floor_of(before["rest"])):
        return before["before"].lstrip("0")
    return ""


def _why(bare: str) -> str:
    if re.match(r"\d{4}-\d\d?-\d\d?|\d+-(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)", bare):
        return _("室号变成了日期。请把这一列改成“文本”，再写一遍室号。")
    return _("看不懂这个室号，请写成 301 或 301室。")


def _with_door(bare: str, door: str) -> RoomPlace | None:
    _lane, number = split_lane_and_number(door)
    if (three := OF_THREE.fullmatch(bare)) and three["door"] == number:
        return RoomPlace(three["rest"])
    before = BEFORE.fullmatch(bare)
    if before and before["before"] in {number, str(floor_of(before["rest"]))}:
        return RoomPlace(before["rest"])
    return None


def _room(bare: str) -> RoomPlace | None:
    if named := NAMED.fullmatch(bare):
        storey = named["storey"]
        return RoomPlace(bare, _number(storey) if storey and storey != "顶" else None)
    if SMALL.fullmatch(bare):
        return RoomPlace(bare.removesuffix("室"))
    floor = FLOOR.fullmatch(bare)
    rest = re.sub(r"(\d[A-Z]?)[室房]", r"\1", floor["rest"] if floor else bare)
    floor_number = _number(floor["floor"]) if floor else None
    if rest.endswith((".0", ".00")):  # a number that Excel shows with decimals
        rest = rest.partition(".")[0]
    if JOINED_ROOMS.fullmatch(rest) and _neighbours(rest):
        return RoomPlace(re.sub("[、,/和及&+]", "-", rest), floor_number)
    if floor_number and OF_ITS_FLOOR.fullmatch(rest):
        rest = f"{floor_number}{rest}"
    if NUMBERED.fullmatch(rest) or IN_UNIT.fullmatch(rest):
        return RoomPlace(rest, floor_number)
    return None


def _neighbours(joined: str) -> bool:
    floors = [floor_of(room) or 0 for room in re.split("[-、,/和及&+]", joined)]
    return "-" not in joined or max(floors) - min(floors) <= 1


def room_key(room: str) -> str:
    """Return a key that is equal for all spellings of a room: 0301室 and 301."""
    bare = re.sub("[、,/和及&+~—–]", "-", normalized_text(room).upper())
    return NAUGHTS.sub("", re.sub(r"(\d[A-Z]?)室", r"\1", bare))


def component_room_keys(room: str) -> list[str]:
    """Return keys of the rooms that it may be made from: 301 and 302 for 301-302, 301 for 301甲 and
    301-1."""
    key = room_key(room)
    if JOINED_ROOMS.fullmatch(key):
        return key.split("-")
    part = PART.fullmatch(key)
    return [part["whole"]] if part else []


def floor_of(room: str, *, top: int | None = None) -> int | None:
    """Return the floor of a room: 301 is on the third, 底商 on the first, 阁楼 on the ``top``. Rooms
    below the street count as first floor, the lowest one of a building."""
    if named := NAMED.fullmatch(room):
        return _floor_of_named(room, named["storey"], top)
    if room.startswith(("-", "负")):
        return 1
    if small := re.match(rf"({STOREY})(?:楼|层|F)", room):
        return _number(small[1])
    digits = re.match(r"(?:(?:\d{1,2}|[A-Z])单元|[A-Z]座|[A-Z])?-?(\d+)", room)
    if not digits or len(digits[1]) < 3:  # noqa: PLR2004 -- floor and two digits
        return None
    return int(digits[1][:-2]) or None


def floor_numbered(room: str) -> int | None:
    return None if NAMED.fullmatch(room) else floor_of(room)


def _floor_of_named(room: str, storey: str | None, top: int | None) -> int | None:
    if storey:
        return top if storey == "顶" else _number(storey)
    if ATTIC.search(room):
        return top
    if "三层" in room:
        return 3
    return 2 if UPSTAIRS.search(room) else 1


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if text == "底":
        return 1
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.index(tens or "一") * 10 if ten else 0) + (DIGITS.index(ones) if ones else 0)


def parse_floor(text: str) -> int | None:
    bare = normalized_text(text).upper()
    if means_empty(bare):
        return None
    found = re.fullmatch(rf"第?(\d{{1,3}}|{NUMERAL}|底)(?:楼|层|F)?", bare, re.ASCII)
    number = _number(found[1]) if found else 0
    if not number:
        raise Unreadable(_("看不懂这个楼层，请写成 3 或 3楼。"))
    return number
