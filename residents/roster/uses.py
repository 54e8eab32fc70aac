"""Which columns of a table are read for what, and why each of the others is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from louzu.lib.quoting import quoted
from residents.roster.columns import (
    ASKED,
    BANDS,
    SEVERAL,
    TITLES,
    UNREAD,
    band_of,
    heading_of,
    is_not_ours,
    looks_like_ours,
    plain,
)
from residents.roster.found import Column
from residents.roster.identity import without_identity
from residents.roster.lanes import lane_column
from residents.roster.names import party_key
from residents.roster.rooms import is_room, key_of
from residents.roster.tables import Sight, Table, Use, part_of
from residents.roster.untold import tells_nothing

ROOM_NUMBER = re.compile(r"\d{2,5}[室房]?", re.ASCII)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
ACTUAL = re.compile("实|现|常住|居住")
"""In a header of 人数: those who live there."""
COMPARED: dict[str, Callable[[str], object]] = {
    "room": key_of, "owner": party_key, "contact": party_key, "tenant": party_key, "name": party_key,
    "area": lambda text: plain(text).rstrip("0").rstrip("."), "people": plain, "floor": plain,
    "occupancy": plain,
}  # fmt: skip
"""Fields whose second column is asked about where it says something else."""
OF_PEOPLE = ("name", "relation", "age", "birth")
"""Read where a table has a row for each person."""


@dataclass(frozen=True, slots=True)
class Uses:
    """``by_field`` in the order of columns; ``left`` are columns with something in them."""

    by_field: dict[str, tuple[Use, ...]]
    left: tuple[Column, ...]
    inside: dict[str, tuple[Use, ...]]
    """Columns with a part of the ages that another column of the field has as a whole."""
    asked: dict[str, tuple[int, ...]]
    """Columns that may hold what a roster needs, by ``?heading``: kept until somebody says what they are."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.by_field)

    def columns_of(self, name: str) -> tuple[int, ...]:
        """Positions of what is read, or kept, under a name."""
        return self.asked.get(name) or tuple(use.column for use in self.by_field.get(name, ()))

    @property
    def of_people(self) -> bool:
        """Has the table a column by which it may list people one by one?"""
        return "name" in self.by_field and not self.fields.isdisjoint(
            {"relation", "age", "birth", "identity"}
        )


def uses_of(sight: Sight, table: Table) -> Uses:
    found: dict[str, list[Use]] = {}
    for at, name in sorted(table.fields.items()):
        header = table.headers[at]
        found.setdefault(name, []).append(Use(at, header, name, part_of(header, name)))
    left: list[Column] = []
    chosen: dict[str, tuple[Use, ...]] = {}
    for name, uses in found.items():
        chosen[name], others = _chosen(sight, table, name, uses)
        left += others
    if "room" in chosen and "address" in chosen:
        left += [_column(use, _("室号另有一列，照那一列读")) for use in chosen.pop("address")]
    if "name" not in chosen:
        for name in OF_PEOPLE:
            left += [_column(use, _("没有写姓名的一列，用不到")) for use in chosen.pop(name, ())]
    for use in chosen.get("identity", ()):
        left.append(_column(use, _("身份证号不读入、不保存")))
    left += [_column(use, _("名册用不到")) for use in chosen.pop("number", ())]
    order = sorted((*left, *_strange(sight, table)), key=lambda c: (len(c.letter), c.letter))
    inside = {
        name: tuple(use for use in found[name] if use.band and use not in uses)
        for name, uses in chosen.items() if name in BANDS and uses
    }  # fmt: skip
    by_field = {name: uses for name, uses in chosen.items() if uses}
    return Uses(by_field, tuple(order), inside, _asked(order))


def _asked(left: list[Column]) -> dict[str, tuple[int, ...]]:
    asked: dict[str, tuple[int, ...]] = {}
    for column in left:
        if column.doubtful:
            name = f"{ASKED}{heading_of(column.header)}"
            at = column_index_from_string(column.letter) - 1
            asked[name] = (*asked.get(name, ()), at)
    return asked


def _chosen(
    sight: Sight, table: Table, name: str, uses: list[Use]
) -> tuple[tuple[Use, ...], list[Column]]:
    if name in (*SEVERAL, *UNREAD):
        return tuple(uses), []
    if name in BANDS:
        return _bands(name, uses)
    if name == "room":
        first = max(uses, key=lambda use: (_rooms(sight, table, use.column), -use.column))
    elif name == "people":
        first = max(uses, key=lambda use: (bool(ACTUAL.search(use.header)), -use.column))
    else:
        first = uses[0]
    why = _("“%(title)s”有几列，读的是%(letter)s列") % {
        "title": quoted(TITLES[name]),
        "letter": first.letter,
    }
    return (first,), [
        _column(use, why, doubtful=_differs(sight, table, name, (first, use)))
        for use in uses if use is not first
    ]  # fmt: skip


def _differs(sight: Sight, table: Table, name: str, uses: tuple[Use, Use]) -> bool:
    """Does another column of a field say in some row something that the one that is read does not?"""
    first, other = uses
    if name not in COMPARED or (name == "people" and ACTUAL.search(first.header)):
        return False
    rows = sight.down[table.first : table.last + 1]
    pairs = ((row[first.column], row[other.column]) for row in rows)
    if name == "room":
        return any(
            is_room(one) and is_room(two) and key_of(one) != key_of(two) for one, two in pairs
        )
    key = COMPARED[name]
    return any(not tells_nothing(two) and key(one) != key(two) for one, two in pairs)


def _rooms(sight: Sight, table: Table, column: int) -> int:
    rows = sight.down[table.first : table.last + 1]
    return sum(bool(ROOM_NUMBER.fullmatch(plain(row[column]))) for row in rows)


def _bands(name: str, uses: list[Use]) -> tuple[tuple[Use, ...], list[Column]]:
    """One column with all of a band, or columns that together make it up."""
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
    why = _("这几岁和本系统的年龄段（0-6、7-17、18-59、60以上）对不上")
    return (), [_column(use, why, doubtful=True) for use in parts]


def _strange(sight: Sight, table: Table) -> Iterator[Column]:
    """Columns without a name of ours that hold something."""
    rows = sight.page.rows[table.first : table.last + 1]
    lanes = lane_column(sight, table)
    for at in range(table.left, table.right + 1):
        if at in table.fields or at in sight.page.hidden_columns:
            continue
        header = without_identity(table.headers.get(at, ""))
        if not header and not any(at < len(row) and row[at] for row in rows):
            continue
        letter = get_column_letter(at + 1)
        if at == lanes:
            yield Column(letter, header, _("用来认是哪条弄"))
        elif band_of(header):
            why = _("这几岁和本系统的年龄段（0-6、7-17、18-59、60以上）对不上")
            yield Column(letter, header, why, doubtful=True)
        elif not header:
            yield Column(letter, "", _("没有表头"))
        else:
            ours = looks_like_ours(header) or _has_phones(sight, table, at)
            yield Column(letter, header, _("名册用不到"), doubtful=ours and not is_not_ours(header))


def _has_phones(sight: Sight, table: Table, column: int) -> bool:
    """However it is called, telephone numbers of people stand in it."""
    rows = sight.page.rows[table.first : table.last + 1]
    return any(column < len(row) and MOBILE.search(row[column]) for row in rows)


def _column(use: Use, why: str, *, doubtful: bool = False) -> Column:
    return Column(use.letter, use.header, why, doubtful)
