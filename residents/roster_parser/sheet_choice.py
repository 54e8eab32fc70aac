"""Choose the sheet of a file that is the roster of a building."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.text import join_first
from residents.roster_parser.column_uses import column_uses_of
from residents.roster_parser.door_numbers import (
    door_label,
    door_numbers_of,
    door_of_cell_or_empty,
    doors_in_sheet_name,
    doors_in_title,
    parsed_door_matches,
)
from residents.roster_parser.files import SheetPage
from residents.roster_parser.sheet_data import UnreadPart
from residents.roster_parser.tables import PageView

MAX_DOORS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class SheetCandidate:
    """A sheet with a table. ``doors`` are the buildings that it names."""

    page_view: PageView
    doors: frozenset[str]


def candidates_of(pages: list[SheetPage]) -> list[SheetCandidate]:
    sights = [PageView(page) for page in pages if not page.hidden]
    return [
        SheetCandidate(page_view, _doors(page_view)) for page_view in sights if page_view.tables
    ]


def _doors(page_view: PageView) -> frozenset[str]:
    return _doors_named(page_view) or _doors_of_rows(page_view)


def door_numbers_named(page_view: PageView) -> frozenset[str]:
    return door_numbers_of(_doors_named(page_view))


def _doors_named(page_view: PageView) -> frozenset[str]:
    by_name = doors_in_sheet_name(page_view.page.name)
    if door_numbers_of(by_name):
        return by_name
    above: frozenset[str] = frozenset().union(*map(doors_in_title, text_above_header(page_view)))
    return above or by_name


def text_above_header(page_view: PageView) -> list[str]:
    return [text for row in page_view.down[: page_view.tables[0].head] for text in row if text]


def _doors_of_rows(page_view: PageView) -> frozenset[str]:
    found = set()
    for table in page_view.tables:
        for use in column_uses_of(page_view, table).by_field.get("door", ()):
            rows = page_view.down[table.first : table.last + 1]
            found |= {door_of_cell_or_empty(row[use.column]) for row in rows}
    return frozenset(found - {""})


def choose_sheets(
    found: list[SheetCandidate], door: str
) -> tuple[list[SheetCandidate], list[UnreadPart]]:
    """Return the sheets to choose from, and the other sheets with the reason for not reading them.
    ``door`` "" accepts any building. Raise Refused if all sheets are of other buildings."""
    ours = [one for one in found if _names(one, door)] if door else []
    unnamed = [one for one in found if not one.doors or not door]
    rest = ours or unnamed
    if not rest:
        raise Refused(
            _("文件里写的是%(others)s，现在要导入的是%(door)s。请换这栋楼的文件。")
            % {"others": _others(found), "door": door_label(door)}
        )
    left = [
        UnreadPart(
            one.page_view.page.name,
            _("写的是%(doors)s") % {"doors": numbers_of_doors(one.doors)}
            if one.doors
            else _("另一张表写明了是这栋楼的"),
        )
        for one in found
        if one not in rest
    ]
    return rest, left


def _names(one: SheetCandidate, door: str) -> bool:
    return any(parsed_door_matches(named, door) for named in one.doors)


def names_other_doors(one: SheetCandidate, door: str) -> bool:
    if not door:
        return len(door_numbers_of(one.doors)) > 1
    return any(not parsed_door_matches(named, door) for named in one.doors)


def _others(found: list[SheetCandidate]) -> str:
    return "、".join(dict.fromkeys(numbers_of_doors(one.doors) for one in found))


def numbers_of_doors(doors: frozenset[str]) -> str:
    several = sorted(doors, key=lambda door: (len(door), door))
    return door_label(join_first(several, MAX_DOORS_SHOWN))
