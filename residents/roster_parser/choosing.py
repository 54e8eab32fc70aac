"""Which sheet of a file is the roster of a building."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.text import join_first
from residents.roster_parser.doors import (
    called,
    doors_of_sheet,
    is_door,
    numbers_of,
    whole_door,
    whole_doors,
)
from residents.roster_parser.files import Page
from residents.roster_parser.found import Left
from residents.roster_parser.tables import Sight
from residents.roster_parser.uses import uses_of

MOST_DOORS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet with a table; ``doors`` are the buildings that it names."""

    sight: Sight
    doors: frozenset[str]


def candidates_of(pages: list[Page]) -> list[Candidate]:
    sights = [Sight(page) for page in pages if not page.hidden]
    return [Candidate(sight, _doors(sight)) for sight in sights if sight.tables]


def _doors(sight: Sight) -> frozenset[str]:
    """By what is said of the whole sheet; else by the column 门牌."""
    return _told(sight) or _doors_of_rows(sight)


def doors_told(sight: Sight) -> frozenset[str]:
    """Their numbers by the sheet's name; else by what stands above its header."""
    return numbers_of(_told(sight))


def _told(sight: Sight) -> frozenset[str]:
    """With their lanes; a lane alone only where no number is told."""
    by_name = doors_of_sheet(sight.page.name)
    if numbers_of(by_name):
        return by_name
    above: frozenset[str] = frozenset().union(*map(whole_doors, titles_of(sight)))
    return above or by_name


def titles_of(sight: Sight) -> list[str]:
    """What stands above the first header."""
    return [text for row in sight.down[: sight.tables[0].head] for text in row if text]


def _doors_of_rows(sight: Sight) -> frozenset[str]:
    found = set()
    for table in sight.tables:
        for use in uses_of(sight, table).by_field.get("door", ()):
            rows = sight.down[table.first : table.last + 1]
            found |= {whole_door(row[use.column]) for row in rows}
    return frozenset(found - {""})


def chosen(found: list[Candidate], door: str) -> tuple[list[Candidate], list[Left]]:
    """The one of this building, or those among which somebody must choose; and the others, with
    why they are not read. ``door`` "" is any. Raises Refused where all are of other buildings.
    """
    ours = [one for one in found if _names(one, door)] if door else []
    unnamed = [one for one in found if not one.doors or not door]
    rest = ours or unnamed
    if not rest:
        raise Refused(
            _("文件里写的是%(others)s，现在要导入的是%(door)s。请换这栋楼的文件。")
            % {"others": _others(found), "door": called(door)}
        )
    left = [
        Left(one.sight.page.name, _("写的是%(doors)s") % {"doors": numbers_of_doors(one.doors)} if one.doors
             else _("另一张表写明了是这栋楼的"))
        for one in found if one not in rest
    ]  # fmt: skip
    return rest, left


def _names(one: Candidate, door: str) -> bool:
    return any(is_door(named, door) for named in one.doors)


def is_mixed(one: Candidate, door: str) -> bool:
    """Does it name buildings besides ``door``; with "" more than one?"""
    if not door:
        return len(numbers_of(one.doors)) > 1
    return any(not is_door(named, door) for named in one.doors)


def _others(found: list[Candidate]) -> str:
    return "、".join(dict.fromkeys(numbers_of_doors(one.doors) for one in found))


def numbers_of_doors(doors: frozenset[str]) -> str:
    several = sorted(doors, key=lambda door: (len(door), door))
    return called(join_first(several, MOST_DOORS))
