"""Assign the columns of a table to fields, and give a reason for each unread column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from louzu.lib.quoting import quoted
from residents.roster_parser.columns import (
    BANDS,
    IGNORED_FIELDS,
    QUESTION_MARK,
    REPEATABLE,
    TITLES,
    normalized_heading,
    normalized_text,
)
from residents.roster_parser.empty_values import means_empty
from residents.roster_parser.identity import without_identity
from residents.roster_parser.names import party_key
from residents.roster_parser.rooms import is_room, room_key
from residents.roster_parser.sheet_data import UnreadColumn
from residents.roster_parser.tables import ColumnUse, HeaderTable, PageView, part_of
from residents.roster_parser.unknown_columns import (
    columns_confirmed_by_values,
    reason_for_other_age_band,
    unknown_columns,
)

ROOM_NUMBER = re.compile(r"\d{2,5}[室房]?", re.ASCII)
ACTUAL_RESIDENTS = re.compile("实|现|常住|居住")
"""In a header of 人数: the people who actually live there."""
NTH = re.compile("[0-9一二三四五]|共有|其他|其它|其余")
"""In a header of owners: further owners."""
JOINED_FIELDS = ("owner", "contact", "tenant", "members")
"""Fields that may be read from several columns: 产权人1, 产权人2, 共有人."""
SHARE = re.compile("份额|比例|占比|共有(情况|方式)")
"""The header of shares in a list with one row per owner."""
COMPARED: dict[str, Callable[[str], object]] = {
    "room": room_key,
    "owner": party_key,
    "contact": party_key,
    "tenant": party_key,
    "name": party_key,
    "area": lambda text: normalized_text(text).rstrip("0").rstrip("."),
    "people": normalized_text,
    "floor": normalized_text,
    "occupancy": normalized_text,
}
"""Fields whose second column raises a question if its values differ."""
OF_PEOPLE = ("name", "relation", "age", "birth")
"""Read if a table has one row per person."""
OF_ONE = ("relation", "age", "birth", "identity")
LISTED_NAMES = re.compile(r"[^\s、,，/;；][、,，/;；\r\n]\s*[^\s、,，/;；]")
"""Several names in a cell."""


@dataclass(frozen=True, slots=True)
class ColumnUses:
    """The assignment of columns. ``by_field`` is in the order of columns; ``left`` are unread
    columns that are not empty."""

    by_field: dict[str, tuple[ColumnUse, ...]]
    left: tuple[UnreadColumn, ...]
    inside: dict[str, tuple[ColumnUse, ...]]
    """Columns with a part of the ages that another column of the field covers."""
    asked: dict[str, tuple[int, ...]]
    """``?heading`` → columns that may be needed. They are kept until somebody tells their meaning.
    """
    ages: frozenset[str] = frozenset()
    """Those of ``asked`` that hold ages or birthdays of each person."""
    of_owners: bool = False
    """The table has one row per owner, with their share."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.by_field)

    def columns_of(self, name: str) -> tuple[int, ...]:
        return self.asked.get(name) or tuple(use.column for use in self.by_field.get(name, ()))

    @property
    def of_people(self) -> bool:
        personal = bool(self.ages) or not self.fields.isdisjoint(OF_ONE)
        return "name" in self.by_field and "members" not in self.by_field and personal


def column_uses_of(page_view: PageView, table: HeaderTable) -> ColumnUses:
    found = _found(page_view, table)
    left: list[UnreadColumn] = []
    chosen: dict[str, tuple[ColumnUse, ...]] = {}
    for name, uses in found.items():
        chosen[name], others = _chosen(page_view, table, name, uses)
        left += others
    left += _not_needed(chosen)
    by_field = {name: uses for name, uses in chosen.items() if uses}
    taken = {use.column for uses in found.values() for use in uses}
    letters = {name: uses[0].letter for name, uses in by_field.items()}
    order = sorted((*left, *unknown_columns(page_view, table, taken, letters)), key=_place)
    inside = {
        name: tuple(use for use in found[name] if use.band and use not in uses)
        for name, uses in by_field.items()
        if name in BANDS
    }
    ages = frozenset(
        f"{QUESTION_MARK}{normalized_heading(one.header)}" for one in order if one.ages
    )
    of_owners = "owner" in by_field and any(map(SHARE.search, table.headers.values()))
    return ColumnUses(by_field, tuple(order), inside, _asked(order), ages, of_owners)


def _found(page_view: PageView, table: HeaderTable) -> dict[str, list[ColumnUse]]:
    found: dict[str, list[ColumnUse]] = {}
    for at, name in sorted(
        {**columns_confirmed_by_values(page_view, table), **table.fields}.items()
    ):
        header = without_identity(table.headers[at])
        found.setdefault(name, []).append(ColumnUse(at, header, name, part_of(header, name)))
    members = found.get("members", [])
    if len(members) == 1 and "name" not in found and not _lists_names(page_view, table, members[0]):
        persons = not found.keys().isdisjoint(OF_ONE)
        if persons or found.keys().isdisjoint({"contact", "owner"}):
            found["name"] = found.pop("members")
    return found


def _lists_names(page_view: PageView, table: HeaderTable, use: ColumnUse) -> bool:
    rows = page_view.page.rows[table.first : table.last + 1]
    return any(
        use.column < len(row) and LISTED_NAMES.search(row[use.column].strip()) for row in rows
    )


def _not_needed(chosen: dict[str, tuple[ColumnUse, ...]]) -> Iterator[UnreadColumn]:
    if "room" in chosen and "address" in chosen:
        yield from _all(chosen.pop("address"), _("室号另有一列，照那一列读"))
    if "name" not in chosen or "members" in chosen:
        why = _("没有写姓名的一列，用不到")
        for name in ("relation", "age", "birth") if "members" in chosen else OF_PEOPLE:
            yield from _all(chosen.pop(name, ()), why)
    if "members" in chosen and "people" in chosen:
        yield from _all(chosen.pop("members"), _("人数另有一列，照那一列读"))
    yield from _all(chosen.get("identity", ()), _("身份证号不读入、不保存"))
    yield from _all(chosen.pop("number", ()), _("名册用不到"))


def _all(uses: Iterable[ColumnUse], why: str) -> Iterator[UnreadColumn]:
    return (_column(use, why) for use in uses)


def _place(column: UnreadColumn) -> tuple[int, str]:
    return len(column.letter), column.letter


def _asked(left: list[UnreadColumn]) -> dict[str, tuple[int, ...]]:
    asked: dict[str, tuple[int, ...]] = {}
    for column in left:
        if column.doubtful:
            name = f"{QUESTION_MARK}{normalized_heading(column.header)}"
            at = column_index_from_string(column.letter) - 1
            asked[name] = (*asked.get(name, ()), at)
    return asked


def _chosen(
    page_view: PageView, table: HeaderTable, name: str, uses: list[ColumnUse]
) -> tuple[tuple[ColumnUse, ...], list[UnreadColumn]]:
    if name in (*REPEATABLE, *IGNORED_FIELDS, "members"):
        return tuple(uses), []
    if name in BANDS:
        return _bands(name, uses)
    first = max(uses, key=lambda use: (_fitness(page_view, table, name, use), -use.column))
    more = [
        use for use in uses if use is not first and name in JOINED_FIELDS and NTH.search(use.header)
    ]
    read = sorted((first, *more), key=lambda use: use.column)
    why = _("“%(title)s”有几列，读的是%(letter)s列") % {
        "title": quoted(TITLES[name]),
        "letter": first.letter,
    }
    return tuple(read), [
        _column(use, why, doubtful=_differs(page_view, table, name, (first, use)))
        for use in uses
        if use not in read
    ]


def _fitness(page_view: PageView, table: HeaderTable, name: str, use: ColumnUse) -> int:
    """Rank a column among several of a field. The highest one is read."""
    if name == "room":
        return _rooms(page_view, table, use.column)
    if name == "people":
        return bool(ACTUAL_RESIDENTS.search(use.header))
    return name == "area" and "建" in use.header


def _differs(
    page_view: PageView, table: HeaderTable, name: str, uses: tuple[ColumnUse, ColumnUse]
) -> bool:
    first, other = uses
    if name not in COMPARED or (name == "people" and ACTUAL_RESIDENTS.search(first.header)):
        return False
    rows = page_view.down[table.first : table.last + 1]
    pairs = ((row[first.column], row[other.column]) for row in rows)
    if name == "room":
        return any(
            is_room(one) and is_room(two) and room_key(one) != room_key(two) for one, two in pairs
        )
    key = COMPARED[name]
    return any(not means_empty(two) and key(one) != key(two) for one, two in pairs)


def _rooms(page_view: PageView, table: HeaderTable, column: int) -> int:
    rows = page_view.down[table.first : table.last + 1]
    return sum(bool(ROOM_NUMBER.fullmatch(normalized_text(row[column]))) for row in rows)


def _bands(name: str, uses: list[ColumnUse]) -> tuple[tuple[ColumnUse, ...], list[UnreadColumn]]:
    """Return one column that covers a band, or several that make it up, and the unread ones."""
    whole = [use for use in uses if use.band is None]
    parts = sorted((use for use in uses if use.band), key=lambda use: use.band or (0, 0))
    if whole:
        first, *again = whole
        why = _("已经算在%(letter)s列里") % {"letter": first.letter}
        return (first,), [_column(use, why) for use in (*again, *parts)]
    low, high = BANDS[name]
    for use in parts:
        first_age, last_age = use.band or (0, 0)
        if first_age != low:
            break
        low = last_age + 1
    if low == high + 1:
        return tuple(parts), []
    return (), [_column(use, reason_for_other_age_band(), doubtful=True) for use in parts]


def _column(use: ColumnUse, why: str, *, doubtful: bool = False) -> UnreadColumn:
    return UnreadColumn(use.letter, use.header, why, doubtful)
