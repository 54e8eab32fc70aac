"""Columns with an unknown header: decide by their values whether to ask what they are.

A column is asked about if it may hold something that no other column gives. Otherwise it is listed as
not read, with the column that was read instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.quoting import quoted
from residents.roster_parser import rooms
from residents.roster_parser.columns import (
    AMBIGUOUS_BAND,
    TITLES,
    band_of,
    field_by_similar_header,
    hint_in,
    is_about_others,
    is_useless,
    normalized_header,
    normalized_text,
)
from residents.roster_parser.identity import without_identity
from residents.roster_parser.lane_columns import lane_column
from residents.roster_parser.sheet_data import UnreadColumn
from residents.roster_parser.tables import HeaderTable, PageView
from residents.roster_parser.value_kinds import value_kind_of

FIELDS_OF_KIND: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "phone": (("phone", "owner_phone"),),
    "names": (("owner",), ("contact", "name", "tenant")),
    "people": (("people", "members"),),
    "bands": (("aged_0_6",), ("aged_60_up",)),
    "area": (("area",),),
    "occupancy": (("occupancy",),),
    "tenant": (("tenant",), ("occupancy",)),
    "age": (("age", "birth", "identity"),),
    "floor": (("floor",),),
    "room": (("room",),),
    "away": ((),),
}
"""Kind of column → groups of fields. The kind is known if each group has a column."""
KIND_OF_FIELD = {"occupancy": "occupancy", "people": "people", "phone": "phone", "note": ""}
BY_HEADER = {"people": ("bands", "people"), "names": ("tenant", "names"), "": tuple(FIELDS_OF_KIND)}
"""Kind of the values → kinds that are better recognised by the header."""
MAX_FLOOR = 60


def columns_confirmed_by_values(page_view: PageView, table: HeaderTable) -> dict[int, str]:
    """Return columns with an ambiguous header whose values confirm one meaning: column → field."""
    found: dict[int, str] = {}
    for at, header in table.headers.items():
        name = None if at in table.fields else field_by_similar_header(header)
        if not name or name in {*table.fields.values(), *found.values()}:
            continue
        texts = _texts(page_view, table, at)
        fits = (
            _are_floors(page_view, table, at)
            if name == "floor"
            else value_kind_of(texts) == KIND_OF_FIELD[name]
        )
        if texts and fits:
            found[at] = name
    return found


def unknown_columns(
    page_view: PageView, table: HeaderTable, taken: Collection[int], letters: Mapping[str, str]
) -> Iterator[UnreadColumn]:
    """Yield the columns that are not ``taken`` and not empty.

    ``letters`` maps each field to the letter of the column it is read from.
    """
    lanes = lane_column(page_view, table)
    for at in range(table.left, table.right + 1):
        if at in taken or at in page_view.page.hidden_columns:
            continue
        header = without_identity(table.headers.get(at, ""))
        texts = _texts(page_view, table, at)
        letter = get_column_letter(at + 1)
        if at == lanes:
            yield UnreadColumn(letter, header, _("用来认是哪条弄"))
        elif header and not texts:
            yield UnreadColumn(letter, header, _("这一列是空的"))
        elif header:
            yield _named(letter, header, texts, letters)
        elif texts:
            yield _unnamed(letter, texts, table, letters)


def reason_for_other_age_band() -> str:
    return _("这几岁和本系统的年龄段（0-6、7-17、18-59、60以上）对不上")


def _named(letter: str, header: str, texts: list[str], letters: Mapping[str, str]) -> UnreadColumn:
    like_ages = bool(AMBIGUOUS_BAND.fullmatch(normalized_header(header)))
    if band_of(header) or (like_ages and _is_open("bands", letters)):
        return UnreadColumn(letter, header, reason_for_other_age_band(), doubtful=True)
    if is_useless(header) or is_about_others(header):
        return UnreadColumn(letter, header, _("名册用不到"))
    kind, hint = value_kind_of(texts), hint_in(header)
    kind = hint if hint in BY_HEADER.get(kind, ()) else kind
    if kind == "age" and "name" not in letters:
        return UnreadColumn(letter, header, _("没有写姓名的一列，用不到"))
    if _is_open(kind, letters):
        ages = kind == "age"
        return UnreadColumn(letter, header, _why_open(kind), doubtful=True, ages=ages)
    return UnreadColumn(letter, header, _why_given(kind, letters))


def _unnamed(
    letter: str, texts: list[str], table: HeaderTable, letters: Mapping[str, str]
) -> UnreadColumn:
    kind = value_kind_of(texts)
    few = len(texts) * 2 < table.last - table.first + 1
    if few or kind == "age" or not _is_open(kind, letters):
        return UnreadColumn(letter, "", _("没有表头"))
    return UnreadColumn(letter, f"没有表头的{letter}列", _("没有表头"), doubtful=True)


def _is_open(kind: str, letters: Mapping[str, str]) -> bool:
    fields = {*letters}
    told = fields & {"age", "birth", "identity"} if "name" in fields else frozenset()
    if told or fields >= {"name", "relation"}:  # one row per person
        fields |= {"people"}
    if told:
        fields |= {"aged_0_6", "aged_60_up"}
    return any(fields.isdisjoint(group) for group in FIELDS_OF_KIND.get(kind, ()))


def _why_open(kind: str) -> str:
    if kind == "away":
        return _("里面写着空挂、迁出、去世这样的话，这些人现在都算在人数里")
    return _("不认得这个表头")


def _why_given(kind: str, letters: Mapping[str, str]) -> str:
    read = [name for group in FIELDS_OF_KIND.get(kind, ()) for name in group if name in letters]
    if not read:
        return _("名册用不到")
    return _("名册用不到；“%(title)s”读的是%(letter)s列") % {
        "title": quoted(TITLES[read[0]]),
        "letter": letters[read[0]],
    }


def _texts(page_view: PageView, table: HeaderTable, column: int) -> list[str]:
    rows = enumerate(page_view.page.rows[table.first : table.last + 1], start=table.first)
    hidden = page_view.page.hidden_rows
    return [
        row[column]
        for at, row in rows
        if at not in hidden and column < len(row) and row[column].strip()
    ]


def _are_floors(page_view: PageView, table: HeaderTable, column: int) -> bool:
    room_at = next(at for at, name in table.fields.items() if name == "room")
    pairs = set()
    for row in page_view.down[table.first : table.last + 1]:
        if not normalized_text(row[column]):
            continue
        try:
            floor = rooms.parse_floor(row[column])
        except rooms.Unreadable:
            return False
        own = rooms.floor_of(normalized_text(row[room_at]).upper())
        if not floor or floor > MAX_FLOOR or (own and own != floor):
            return False
        pairs.add((floor, own))
    return len(pairs) > 1 or any(own for _floor, own in pairs)
