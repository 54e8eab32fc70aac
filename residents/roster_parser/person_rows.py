"""Turn lists of people into rows of households.

A list of people has a name in each row, and several rows for a room: 户主, 妻, 子. Rows beside one
merged room are one household in any table.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from residents.places.models.households import PHONE_LENGTH
from residents.roster_parser import names, phones
from residents.roster_parser.absent_people import doubts_about_absent_people, is_dead
from residents.roster_parser.age_parsing import band_of_age
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import (
    BANDS,
    QUESTION_MARK,
    REPEATABLE,
    TITLES,
    normalized_text,
)
from residents.roster_parser.empty_values import EMPTY_VALUES
from residents.roster_parser.household_rows import (
    HEAD_OF_HOUSEHOLD,
    OWNER_WORDS,
    TENANT_WORDS,
    group_rows,
    is_a,
)
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet_data import CellError, RosterRow, UnreadPart
from residents.roster_parser.tables import HeaderTable, PageView
from residents.roster_parser.values import parse_count

NO_TENANT = frozenset(
    (
        "无租客",
        "没有租客",
        "无租户",
        "没有租户",
        "未租",
        "没租",
        "没出租",
        "未出租",
        "不出租",
        "没有",
        "无人",
        "0",
        "×",
        "x",
        "✕",
        "✗",
        "否",
        "不是",
        "本人",
        "自住",
        "自用",
        "业主",
        "业主本人",
        "业主自住",
        "空置",
        "空关",
        "空",
    )
)
"""Values in a column of tenants that mean that there is none."""
PERSON_FIELDS = ("name", "relation", "age")
NAME_FIELDS = ("owner", "contact", "tenant", "members")


@dataclass(slots=True)
class FoldedRows:
    rows: list[RosterRow] = field(default_factory=list)
    wrong: list[CellError] = field(default_factory=list)
    left: list[UnreadPart] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    """Columns of derived fields."""
    ageless: int = 0
    joined: list[int] = field(default_factory=list)
    """See ``household_rows.GroupedRows``."""
    doubts: list[str] = field(default_factory=list)


def fold_rows(
    page_view: PageView, table: HeaderTable, rows: Iterable[RosterRow], uses: ColumnUses
) -> FoldedRows:
    found = group_rows(page_view, table, list(rows), uses)
    result = FoldedRows(wrong=[*found.wrong], joined=found.joined)
    groups = [group.rows for group in found.groups]
    lists_people = uses.of_people and (
        any(len(group) > 1 for group in groups)
        or ("people" not in uses.fields and uses.fields & {"age", "birth", "identity"} != set())
    )
    if lists_people:
        result.doubts += doubts_about_absent_people(groups)
    result.letters = _letters(uses, lists_people=lists_people)
    for group in groups:
        cells = _common(result, group)
        if lists_people:
            cells |= _of_people(result, group, cells, uses)
        _name_roles(cells, _first(group, lists_people=lists_people), uses)
        result.ageless += _count_members(cells, uses)
        cells = {name: text for name, text in cells.items() if name not in PERSON_FIELDS}
        shared = tuple(sorted({name for row in group for name in row.shared}))
        more = tuple(row.number for row in group[1:])
        result.rows.append(
            dataclasses.replace(
                group[0], cells=cells, shared=shared, more=more, listed=lists_people
            )
        )
    return result


def _first(group: list[RosterRow], *, lists_people: bool) -> Mapping[str, str]:
    living = (row.cells for row in group if not (lists_people and is_dead(row)))
    return next(living, {})


def _letters(uses: ColumnUses, *, lists_people: bool) -> dict[str, str]:
    at = {name: columns[0].letter for name, columns in uses.by_field.items()}
    made = {"contact": at.get("tenant") or at.get("name"), "phone": at.get("tenant_phone")}
    if lists_people:
        ages = next((at[name] for name in ("birth", "age", "identity") if name in at), None)
        made |= {"people": at.get("name"), **(dict.fromkeys(BANDS, ages) if ages else {})}
    if "members" in at:
        made |= {"people": at["members"]}
    if "relation" in at and "name" in at:
        made |= {"owner": at["name"]}
    return {name: letter for name, letter in made.items() if letter and name not in at}


def _common(result: FoldedRows, group: list[RosterRow]) -> dict[str, str]:
    together = _HouseholdCells(group[0].number)
    for row in group:
        for name, text in row.cells.items():
            if name in NAME_FIELDS:
                together.add_names(name, text)
            elif name not in PERSON_FIELDS and name not in REPEATABLE:
                result.wrong += together.put(row, name, text)
    cells = together.cells
    for name in REPEATABLE:
        several = [row for row in _head_first(group) if name in row.cells]
        if name == "note":
            text = _notes(several, alone=len(group) == 1)
        else:
            text = _phones(result, several, name)
        if text:
            cells[name] = text
    return cells


class _HouseholdCells:
    """The cells of one household by field. ``first`` is the number of its first row."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._texts: dict[str, list[str]] = {}
        self._people: dict[str, set[str]] = {}

    @property
    def cells(self) -> dict[str, str]:
        return {name: "\n".join(several) for name, several in self._texts.items()}

    def add_names(self, name: str, text: str) -> None:
        known = self._people.setdefault(name, set())
        new = names.party_key(text) - known
        if new or name not in self._texts:
            self._texts.setdefault(name, []).append(text)
            known |= new

    def put(self, row: RosterRow, name: str, text: str) -> Iterator[CellError]:
        """Add a cell and yield a contradiction. Values other than names must agree in all rows;
        columns of unknown meaning keep all values."""
        before = self._texts.setdefault(name, [text])[0]
        if name.startswith(QUESTION_MARK):
            if text not in self._texts[name]:
                self._texts[name].append(text)
        elif before != text and name not in {"room", "door"}:
            why = _("同一户的几行写得不一样：第%(first)d行写的是%(before)s。") % {
                "first": self.first,
                "before": before,
            }
            yield CellError(row.number, name, text, why, row.table)


def _head_first(group: list[RosterRow]) -> list[RosterRow]:
    return sorted(
        group, key=lambda row: not HEAD_OF_HOUSEHOLD.search(row.cells.get("relation", ""))
    )


def _notes(rows: list[RosterRow], *, alone: bool) -> str:
    of_note: dict[str, list[str]] = {}
    for row in rows:
        of_note.setdefault(row.cells["note"], []).append(row.cells.get("name", ""))
    return "；".join(
        note if alone or len(whose) > 1 or not whose[0] else f"{whose[0]}：{note}"
        for note, whose in of_note.items()
    )


def _phones(result: FoldedRows, rows: list[RosterRow], name: str) -> str:
    """Join phones up to the length of the field, and report the others. Unreadable cells are
    reported later."""
    kept: dict[str, None] = {}
    numbers: list[str] = []
    for row in rows:
        phone = row.cells[name]
        more = [number for number in _numbers(phone) if number and number not in numbers]
        if kept and more and len("、".join((*numbers, *more))) > PHONE_LENGTH:
            why = _("一户的电话太多，只留了前几个")
            result.left.append(UnreadPart(_("第%(row)d行的电话") % {"row": row.number}, why))
        else:
            numbers += more
            kept[phone] = None
    return "\n".join(kept)


def _numbers(text: str) -> list[str]:
    try:
        return (phones.parse_phone(text) or "").split("、")
    except Unreadable:
        return []


def _of_people(
    result: FoldedRows, group: list[RosterRow], cells: Mapping[str, str], uses: ColumnUses
) -> dict[str, str]:
    living = [row for row in group if _is_somebody(row) and not is_dead(row)]
    result.left += [
        UnreadPart(
            _("第%(row)d行：%(name)s") % {"row": row.number, "name": row.cells.get("name", "")},
            _("已故，不算人数"),
        )
        for row in group
        if is_dead(row)
    ]
    made: dict[str, str] = {}
    head = next(iter(_head_first(living)), None)
    if head and "contact" not in cells and not is_a(TENANT_WORDS, head) and "name" in head.cells:
        made["contact"] = head.cells["name"]
    made |= _roles(living, cells)
    stated = _counted(cells.get("people", ""))
    if stated is not None and stated != len(living):
        why = _("人数写的是%(people)d，表里列出来的是%(listed)d个人。") % {
            "people": stated,
            "listed": len(living),
        }
        result.wrong.append(
            CellError(group[0].number, "people", cells["people"], why, group[0].table)
        )
    made["people"] = str(len(living))
    made |= {name: "\n".join(row.cells.get(name, "") for row in living) for name in uses.ages}
    if not uses.fields.isdisjoint({"age", "birth", "identity"}):
        bands = Counter(
            band_of_age(int(row.cells["age"])) for row in living if row.cells.get("age")
        )
        result.ageless += len(living) - bands.total()
        counts = {name: bands[name] for name in BANDS if name != "aged_18_59"}
        made |= {name: str(number) for name, number in counts.items() if name not in cells}
    return made


def _counted(text: str) -> int | None:
    try:
        return parse_count(text)
    except Unreadable:
        return None  # reported when the row is read


def _is_somebody(row: RosterRow) -> bool:
    if "name" not in row.cells:
        return bool(row.cells.get("relation") or row.cells.get("age"))
    return normalized_text(row.cells["name"]).lower() not in EMPTY_VALUES


def _roles(living: list[RosterRow], cells: Mapping[str, str]) -> dict[str, str]:
    made = {}
    for name, kind in (("owner", OWNER_WORDS), ("tenant", TENANT_WORDS)):
        people = [row.cells["name"] for row in living if is_a(kind, row) and "name" in row.cells]
        if people and name not in cells:
            made[name] = "\n".join(people)
    return made


def _name_roles(cells: dict[str, str], first: Mapping[str, str], uses: ColumnUses) -> None:
    """Assign 姓名 by the relation beside it, 业主 or 租户. A tenant becomes the contact."""
    name, relation = first.get("name", ""), normalized_text(first.get("relation", ""))
    if name and OWNER_WORDS.match(relation) and "owner" not in uses.fields:
        cells.setdefault("owner", name)
    if name and TENANT_WORDS.match(relation):
        cells.setdefault("tenant", name)
    elif name:
        cells.setdefault("contact", name)
    prefer_tenants_as_contact(cells)


def _count_members(cells: dict[str, str], uses: ColumnUses) -> int:
    """Count the head and the listed members as people. Return the number of people without an age."""
    listed = cells.pop("members", "")
    if "members" not in uses.fields or not (listed or cells.get("contact")):
        return 0
    owner = "" if cells.get("occupancy") else cells.get("owner", "")
    head = cells.get("contact") or owner
    people = names.party_key(listed) | names.party_key(head)
    cells["people"] = str(len(people))
    return 0 if uses.fields.intersection(BANDS) else len(people)


def prefer_tenants_as_contact(cells: dict[str, str]) -> None:
    tenant = cells.pop("tenant", "")
    if normalized_text(tenant).lower() in NO_TENANT:
        tenant = ""
    if names.party_key(tenant):
        if cells.setdefault("contact", tenant) != tenant:
            _add(cells, "note", f"{TITLES['tenant']}：{tenant}")
        cells.setdefault("occupancy", "出租")
    if phone := cells.pop("tenant_phone", ""):
        cells["phone"] = "\n".join(filter(None, (phone, cells.get("phone"))))


def _add(cells: dict[str, str], name: str, text: str) -> None:
    cells[name] = f"{cells[name]}；{text}" if cells.get(name) else text
