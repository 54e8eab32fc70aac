"""Doubts about what was left out of a file or does not add up. A person must confirm them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser import values
from residents.roster_parser.columns import BANDS, TITLES, normalized_text
from residents.roster_parser.door_numbers import may_be_door
from residents.roster_parser.record import HomeRecord, RosterRecord
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet_data import FileTotal, RosterSheet
from residents.roster_parser.unlikely_values import doubts_about_unlikely_values


def _count(band: str, home: HomeRecord) -> int:
    return int(getattr(home, band))


ADDED: dict[str, Callable[[HomeRecord], int | Decimal]] = {
    "people": lambda home: home.people,
    "area": lambda home: home.area or Decimal(0),
    **{band: partial(_count, band) for band in BANDS},
}


def doubts_about_file(
    sheet: RosterSheet, homes: list[HomeRecord], record: RosterRecord, *, complete: bool
) -> Iterator[str]:
    """Yield doubts. ``homes`` are the homes of the file after the import. Totals are compared if
    ``complete``, which means that no row was left out."""
    for column in sheet.columns:
        if column.doubtful:
            yield _("%(letter)s列“%(header)s”没有读：%(why)s。") % {
                "letter": column.letter,
                "header": quoted(column.header),
                "why": column.why,
            }
    yield from sheet.doubts
    if sheet.ageless:
        yield _("有%(count)d人没有写年纪，算在18–59岁里。") % {"count": sheet.ageless}
    yield from doubts_about_unlikely_values(homes, record)
    yield from _counted_twice(homes)
    yield from _unit_doubts(sheet, homes, record)
    if complete and (total := single_total_of(sheet, record.door_number)):
        yield from total_differences(total, homes)
    if complete and not any(row.door for row in sheet.skipped):
        for text in totals_in_sentences(sheet):
            yield from total_differences(text, homes)


def _counted_twice(homes: list[HomeRecord]) -> Iterator[str]:
    rooms = {home.room for home in homes}
    for home in homes:
        parts = home.room.split("-")
        if again := sorted(rooms.intersection(parts) - {home.room}):
            yield _("%(joined)s室里已经有%(rooms)s室，表里又单独写了一行。") % {
                "joined": home.room,
                "rooms": "、".join(again),
            }


PARTIAL_TOTAL = re.compile(
    r"(?:其中|\d{1,3}周?岁?(?:及|含)?以[上下]|老年?人|儿童|孩子|党员|[男女]性?|出租|空置|自住|租户|残疾人?|独居|外来)"
    r"[^\d,;。]{0,4}\d+(?:户|个?人|名|位)"
)
"""Words of a total that counts only some of the people or flats."""
ELDERLY_TOTAL = re.compile(
    r"(?:60周?岁(?:及|含)?以上|老年?人)[^\d,;。]{0,4}(\d{1,4})(?:个?人|名|位)", re.ASCII
)


def totals_in_sentences(sheet: RosterSheet) -> Iterator[FileTotal]:
    """Yield totals from sentences above and below the table: 本楼共3户，7人; （21户60人）."""
    known = {one.number for one in sheet.sums}
    for row in sheet.skipped:
        bare = normalized_text(row.text)
        rest = PARTIAL_TOTAL.sub("", bare)
        households = re.findall(r"(\d{1,4})户", rest, re.ASCII)
        people = re.findall(r"(\d{1,5})个?人", rest, re.ASCII)
        whole = len(households) == len(people) == 1 or re.search("共|合计|总", rest)
        totals = {
            "households": households,
            "people": people,
            "aged_60_up": ELDERLY_TOTAL.findall(bare),
        }
        if whole and row.number not in known:
            cells = {name: text[0] for name, text in totals.items() if len(text) == 1}
            yield FileTotal(row.number, cells)


def _unit_doubts(
    sheet: RosterSheet, homes: list[HomeRecord], record: RosterRecord
) -> Iterator[str]:
    new = [home.room for home in homes if "单元" in home.room and not record.at(home.room)]
    units = sorted({row.cells["unit"] for row in sheet.rows if "unit" in row.cells})
    if new:
        yield _(
            "表里写着单元，室号记成“%(room)s”这样，都算这一栋楼的。每个单元其实是单独的一栋楼的，请写成"
            "不同的楼号；不要记单元的，请去掉单元，再上传。"
        ) % {"room": quoted(new[0])}
    elif units and record.homes and not any("单元" in home.room for home in homes):
        yield _(
            "表里写着%(units)s，这栋楼登记的室号不带单元：照登记的室号认。要是另一个单元的，请不要导入到这里。"
        ) % {"units": "、".join(units)}


def single_total_of(sheet: RosterSheet, door: str) -> FileTotal | None:
    """Return the only total of this building in the file, or None."""
    several_doors = any(row.door for row in sheet.skipped)
    ours = [one for one in sheet.sums if one.part and may_be_door(one.door, door)]
    whole = [one for one in sheet.sums if not one.part]
    found = ours if several_doors else (whole or ours)
    return found[0] if len(found) == 1 else None


def total_differences(total: FileTotal, homes: list[HomeRecord]) -> Iterator[str]:
    for name, text in total.cells.items():
        stated = _number(name, text)
        if name == "households":
            found: int | Decimal = len(homes)
        else:
            found = sum((ADDED[name](home) for home in homes), start=Decimal(0))
        if stated is not None and stated != found:
            title = _("户数") if name == "households" else TITLES[name]
            yield _("表里第%(row)d行的合计，%(title)s是%(said)s；一户一户加起来是%(found)s。") % {
                "row": total.number,
                "title": title,
                "said": stated,
                "found": found,
            }


def _number(name: str, text: str) -> int | Decimal | None:
    try:
        return values.parse_area(text) if name == "area" else values.parse_total(text)
    except Unreadable:
        return None
