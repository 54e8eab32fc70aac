"""Recognise door numbers in sheet names, in titles, and in the column 门牌."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from residents.roster_parser.columns import normalized_text

NUMBER = r"\d{1,5}[甲乙丙丁]?"
NAMED = re.compile(
    rf"(?<![月\d第])({NUMBER}(?:[号#]?[-~—–至到、,，/和及]{NUMBER})*)(?:[号#](?!线|文|令)|[幢栋](?!楼?共))"
)
"""``逸仙二村115号``, ``115、116号``, ``115-117号``, ``115#``; neither 11月26号 nor 第3号."""
NO_DOOR = re.compile(
    r"\d+(支?弄|路|室)|\d{1,2}月\d{1,2}[日号]?[-~—–至到]\d{1,2}[日号]|第(?=\d+(?:号楼|[幢栋]))"
)
SEVERAL = re.compile(rf"{NUMBER}(?:[、,，和及&+]{NUMBER})+", re.ASCII)
"""A sheet name that lists numbers: ``114、115``."""
LANE = re.compile(rf"\d+支?弄|[一-鿿]{{1,12}}[路街](?={NUMBER}(?:号|幢|栋))")
"""``1200弄``; a road only if the number follows directly: ``逸仙路114号``."""
JOINER = "-~—–至到、,/和及.&+年月同非原"
"""A number after one of these is part of a range, of a date, or of something else."""
MARK = "(?:号楼组?|号门|号|#楼?|[幢栋]楼?|楼栋?|座)"
NUMERAL = "[一二三四五六七八九十]{1,3}"
UNIT = re.compile(rf"(?<![\dA-Z一二三四五六七八九十])(\d{{1,2}}|[A-Z]|{NUMERAL})单元", re.ASCII)
WHOLE = re.compile(
    rf"(?P<before>\D*)(?<![{JOINER}])0*(?P<number>[1-9]\d{{0,4}}[甲乙丙丁A-Z]?)(?:\.0+)?\s*"
    rf"(?:(?P<mark>{MARK})|(?=-{UNIT.pattern.partition(')')[2]}|$))"
    rf"(?:-?第?(?:\d{{1,2}}|[A-Z]|{NUMERAL})单元)?"
    r"(?(mark)(?:-?\d{1,2}[楼层])?(?:-?\d{2,5}[A-Z]?)?)\s*",
    re.ASCII,
)
"""A whole cell of the column 楼号 with its lanes blanked out: ``114``, ``逸仙二村114号楼``, ``114.0``,
``114号1单元301``; neither ``118-1`` nor ``114/115`` nor a date."""
PLACE = re.compile("(?:.*[村苑园区里坊城庭湾寓邸墅院厦楼幢栋号牌 ])?")
"""Text that may precede a number without 号."""
OF_PLACE = re.compile(r"\d+(?:村|区|街坊|期|居)(?=.*\d)")
NO_NUMBER = re.compile(rf"(?:[A-Z]|{NUMERAL})[号幢栋座#]|[A-Z]$")
"""A building named by a letter or a numeral."""
YEARS = range(1949, 2100)
MAX_RANGE_LENGTH = 200


def door_numbers_in_title(text: str) -> frozenset[str]:
    return door_numbers_of(doors_in_title(text))


def door_numbers_of(doors: frozenset[str]) -> frozenset[str]:
    return frozenset(split_lane_and_number(door)[1] for door in doors) - {""}


def door_of_cell(text: str) -> str | None:
    """Return the building that a cell of the column 楼号 or 门牌 names, with its lane: ``2弄114``.
    Return the lane alone if there is no number, and "" if no building is named. Return None if
    it is ambiguous: ``118-1``, ``114、115``, a date."""
    if re.search(r"\d\s+\d", text):
        return None
    bare = normalized_text(text).upper()
    places = OF_PLACE.sub(lambda found: " " * len(found[0]), _without_lanes(bare))
    places = re.sub(r"^(\s+)[-,·/](?=\d)", r"\1 ", places)
    if not re.search(r"\d", places, re.ASCII):
        lane = LANE.search(bare)
        return None if NO_NUMBER.search(bare) else lane[0] if lane else ""
    found = WHOLE.fullmatch(places)
    if not found or not (found["mark"] or PLACE.fullmatch(found["before"])):
        return None
    return _lane_before(bare, found.start("number")) + found["number"]


def unit_in(text: str) -> str:
    found = {one[1] for one in UNIT.finditer(normalized_text(text).upper())}
    return unit_of_cell(found.pop()) if len(found) == 1 else ""


def unit_of_cell(text: str) -> str:
    """Return a cell of the column 单元 in the form used before a room: ``1单元``, ``东单元``."""
    bare = re.sub(
        r"\.0+$",
        "",
        normalized_text(text).upper().removeprefix("第").removesuffix("单元").rstrip("号门"),
    )
    if re.fullmatch(NUMERAL, bare):
        tens, ten, ones = bare.rpartition("十")
        digits = "零一二三四五六七八九"
        bare = str((digits.index(tens or "一") * 10 if ten else 0) + digits.index(ones or "零"))
    bare = bare.lstrip("0")
    if re.fullmatch("[A-Z]座?", bare, re.ASCII) and "单元" not in text:
        return f"{bare[0]}座"
    return f"{bare}单元" if bare else ""


def doors_in_title(text: str) -> frozenset[str]:
    """Return the buildings that a title names, with their lanes: ``1200弄114``. Lanes alone are
    returned if there is no number."""
    bare = normalized_text(text).upper()
    lanes = [found[0] for found in LANE.finditer(bare) if found[0].endswith("弄")]
    named = frozenset(
        _lane_before(bare, found.start()) + door
        for found in NAMED.finditer(_without_lanes(bare))
        for door in _listed(re.sub("[号#]", "", found[1]))
    )
    return named or frozenset(lanes)


def _without_lanes(bare: str) -> str:
    return NO_DOOR.sub(lambda found: " " * len(found[0]), bare)


def _lane_before(bare: str, at: int) -> str:
    lanes = [found[0] for found in LANE.finditer(bare) if found.end() <= at]
    return lanes[-1] if lanes else ""


def doors_in_sheet_name(name: str) -> frozenset[str]:
    """Like ``doors_in_title`` for the name of a sheet, which may be a bare number unless it is a year."""
    bare = normalized_text(name)
    if re.fullmatch(NUMBER, bare, re.ASCII) and not (bare.isdecimal() and int(bare) in YEARS):
        return frozenset({bare})
    if SEVERAL.fullmatch(bare):
        return frozenset(re.findall(NUMBER, bare))
    return doors_in_title(bare)


def _listed(text: str) -> list[str]:
    doors: list[str] = []
    for part in re.split("[、,，/和及]", text):
        first, *last = (end.lstrip("0") for end in re.split("[-~—–至到]", part))
        ends = (first, *last)
        if len(ends) == 2 and all(map(str.isdecimal, ends)):  # noqa: PLR2004 -- a range has two ends
            low, high = map(int, ends)
            if low <= high < low + MAX_RANGE_LENGTH:
                doors += map(str, range(low, high + 1))
                continue
        doors += ends
    return doors


def door_number_of_cell(text: str) -> str:
    return split_lane_and_number(door_of_cell_or_empty(text))[1]


def door_of_cell_or_empty(text: str) -> str:
    return door_of_cell(text) or ""


def split_lane_and_number(door: str) -> tuple[str, str]:
    """Split ``1200弄114`` into ``1200弄`` and ``114``."""
    lane = re.match(".*[弄路街]", door)
    return (lane[0], door[lane.end() :]) if lane else ("", door)


def may_be_door(text: str, door: str) -> bool:
    """Return whether the text may mean the building ``door``. A missing lane or number matches any;
    an ambiguous text matches none."""
    parsed = door_of_cell(text)
    return parsed is not None and parsed_door_matches(parsed, door)


def parsed_door_matches(named: str, door: str) -> bool:
    (lane, number), (own_lane, own) = split_lane_and_number(named), split_lane_and_number(door)
    number = number.lstrip("0") or number
    return number in {"", door_number_of_cell(own), normalized_text(own).upper()} and _same_lane(
        lane, own_lane
    )


def _same_lane(lane: str, own: str) -> bool:
    """Return whether two lanes may be the same. A numbered lane and a road do not contradict each
    other."""
    lane, own = normalized_text(lane), normalized_text(own)
    if not lane or not own or lane[-1] != own[-1]:
        return True
    if lane.endswith("弄"):
        numbers = [re.search(r"\d+支?弄$", one) for one in (lane, own)]
        return not all(numbers) or len({found[0] for found in numbers if found}) == 1
    return lane.endswith(own) or own.endswith(lane)


def door_label(door: str) -> str:
    return _("%(door)s号") % {"door": door} if split_lane_and_number(door)[1] else door
