"""Group the rows of a list of people into households.

Rows are one household if they name the same room, stand beside one merged room, or leave the room
empty below the household. The last rule applies only if no unread row is between them, and no
second head or owner begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from residents.roster_parser import names
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import normalized_text
from residents.roster_parser.door_numbers import door_of_cell_or_empty
from residents.roster_parser.empty_values import EMPTY_VALUES
from residents.roster_parser.rooms import room_key
from residents.roster_parser.sheet_data import CellError, RosterRow
from residents.roster_parser.tables import HeaderTable, PageView

_KIN = "[之的](?!一)|[妻夫子女父母儿]"
HEAD_OF_HOUSEHOLD = re.compile(f"(户主|本人)(?!{_KIN})")
OWNER_WORDS = re.compile(f"(业主|产权人|房东|房主)(?!{_KIN})")
_LEADER = "(户主|本人|业主|产权人|房东|房主)"
HEAD_WORDS = re.compile(rf"([现新]|第[一二三四\d])?{_LEADER}([兼及和/、]?{_LEADER})*(?![^\W\d])")
"""The first relation of a household: 户主, 业主本人, 户主兼业主; not 户主之妻."""
TENANT_WORDS = re.compile("(租|承租)")
MAX_ROW_NUMBERS = 8
"""The largest number of row numbers in a sentence."""


@dataclass(slots=True)
class HouseholdRows:
    """The rows of one household in order. ``why`` gives the reason if the first row, which has no
    room, could not be added to another group."""

    rows: list[RosterRow]
    why: str = ""
    leads: bool = False
    """The group has a head, an owner or a tenant."""

    def add(self, row: RosterRow) -> None:
        self.rows.append(row)
        self.leads = self.leads or is_a(HEAD_WORDS, row) or is_a(TENANT_WORDS, row)


@dataclass(slots=True)
class GroupedRows:
    groups: list[HouseholdRows] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    """Rows with neither room nor relation that were added to the household above."""

    @property
    def wrong(self) -> Iterator[CellError]:
        for group in self.groups:
            if group.why:
                yield CellError(group.rows[0].number, "room", "", group.why, group.rows[0].table)


def group_rows(
    page_view: PageView, table: HeaderTable, rows: list[RosterRow], uses: ColumnUses
) -> GroupedRows:
    """Group rows into households. Without people in the table, only rows beside one merged room are
    grouped."""
    room_at = uses.by_field["room"][0].column
    result = GroupedRows()
    of_room: dict[tuple[str, ...], HouseholdRows] = {}
    above: HouseholdRows | None = None
    for row in rows:
        room = row.cells.get("room", "")
        key = (
            door_of_cell_or_empty(row.cells.get("door", "")),
            row.cells.get("unit", ""),
            room_key(room),
        )
        merged = page_view.merged_at(row.number - 1, room_at)
        why = ""
        if (uses.of_people or uses.of_owners) and room and key in of_room:
            above = of_room[key]
        elif above and _lacks_a_room(row, uses):
            why = _reason_without_household(page_view, table, row, above)
            if why:
                above = None
            elif not _relation(row):
                result.joined.append(row.number)
        elif not (above and merged and merged[0] <= above.rows[0].number - 1 <= merged[1]):
            above = None
        if above is None:
            above = of_room[key] = HouseholdRows([], why)
            result.groups.append(above)
        above.add(row)
    return result


def is_a(kind: re.Pattern[str], row: RosterRow) -> bool:
    return bool(kind.match(normalized_text(row.cells.get("relation", ""))))


def row_numbers_in_words(rows: list[int]) -> str:
    shown = "、".join(map(str, rows[:MAX_ROW_NUMBERS]))
    if len(rows) <= MAX_ROW_NUMBERS:
        return shown
    return _("%(shown)s…共%(count)d行") % {"shown": shown, "count": len(rows)}


def _lacks_a_room(row: RosterRow, uses: ColumnUses) -> bool:
    return uses.of_people and "name" in row.cells and not row.cells.get("room")


def _relation(row: RosterRow) -> str:
    relation = normalized_text(row.cells.get("relation", ""))
    return "" if relation.lower() in EMPTY_VALUES else relation


def _reason_without_household(
    page_view: PageView, table: HeaderTable, row: RosterRow, above: HouseholdRows
) -> str:
    between = page_view.filled_between(table, above.rows[-1].number, row.number - 1)
    if between:
        return _(
            "这一行没有写室号，和上面一户之间又有没有读的行（第%(rows)s行，隐藏了，或者不是一户），"
            "看不出是哪一户的。请写上室号。"
        ) % {"rows": row_numbers_in_words([at + 1 for at in between])}
    if _begins_household(row, above):
        return _(
            "这一行没有写室号，又是一位户主或业主。和上面是同一户的，请写一样的室号；"
            "是另一户的，请写那一户的室号。"
        )
    return ""


def _begins_household(row: RosterRow, group: HouseholdRows) -> bool:
    first, last = group.rows[0], group.rows[-1]
    if is_a(HEAD_WORDS, row):
        return not first.cells.get("relation") or group.leads
    own = names.party_key(row.cells.get("owner", ""))
    above = [one.cells["owner"] for one in (first, last) if "owner" in one.cells]
    return bool(above) and not any(own <= names.party_key(text) for text in above)
