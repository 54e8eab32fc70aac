"""Doubts about values that are readable but unlikely, such as an area that lost its decimal point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from louzu.lib.text import join_first
from residents.roster_parser.record import HomeRecord, RosterRecord
from residents.roster_parser.rooms import floor_numbered

SMALLEST, LARGEST = Decimal(5), Decimal(400)
"""Plausible areas of flats in ㎡. A larger area with decimals is plausible, too."""
MEDIAN_FACTOR = 8
"""An area may be this many times the building's median, or this fraction of it. A lost decimal
point makes it ten times as large."""
FEWEST_AREAS = 3
"""The median is used from this number of areas on."""
MAX_PEOPLE_PER_FLAT = 15
MAX_DOUBTS = 8


def doubts_about_unlikely_values(homes: list[HomeRecord], record: RosterRecord) -> Iterator[str]:
    """Yield doubts about values that the import would add or change; values on record are not doubted."""
    areas = sorted(home.area for home in homes if home.area)
    middle = median(areas) if len(areas) >= FEWEST_AREAS else None

    def odd_area(home: HomeRecord) -> str:
        if home.area is None:
            return ""
        low, high = SMALLEST, LARGEST
        if middle:
            low, high = max(low, middle / MEDIAN_FACTOR), min(high, middle * MEDIAN_FACTOR)
        odd = home.area < low or (home.area > high and home.area % 1 == 0)
        return f"{home.area:f}㎡" if odd else ""

    if places := _doubt(homes, record, "area", odd_area):
        yield _("面积不像是一套房的，请看看是不是少了小数点：%(told)s。") % {"told": places}
    if places := _doubt(homes, record, "floor", _floor_doubt):
        yield _("楼层和室号对不上，请看看哪一样写错了；就这样导入，照写的楼层记：%(told)s。") % {
            "told": places
        }
    if places := _doubt(homes, record, "people", _crowd_doubt):
        yield _("一户的人数特别多，请看看有没有写错：%(told)s。") % {"told": places}


def _doubt(
    homes: list[HomeRecord], record: RosterRecord, name: str, odd: Callable[[HomeRecord], str]
) -> str:
    found = []
    for home in homes:
        before = record.at(home.room)
        if before and getattr(before, name) == getattr(home, name):
            continue
        if why := odd(home):
            found.append(_("%(room)s室 %(why)s") % {"room": home.room, "why": why})
    return join_first(found, MAX_DOUBTS)


def _floor_doubt(home: HomeRecord) -> str:
    numbered = floor_numbered(home.room)
    if numbered in {None, home.floor}:
        return ""
    return _("%(floor)d楼") % {"floor": home.floor}


def _crowd_doubt(home: HomeRecord) -> str:
    return _("%(count)d人") % {"count": home.people} if home.people > MAX_PEOPLE_PER_FLAT else ""
