"""Turn lists of people into rows of households.

A list of people has a name in each row, and several rows for a room: 户主, 妻, 子. Rows beside one
merged room are one household in any table.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from residents.roster_parser import names
from residents.roster_parser.absent_people import doubts_about_absent_people, is_dead
from residents.roster_parser.age_parsing import band_of_age
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import BANDS, normalized_text
from residents.roster_parser.empty_values import EMPTY_VALUES
from residents.roster_parser.household_cells import (
    PERSON_FIELDS,
    FoldedRows,
    common_cells,
    head_first,
)
from residents.roster_parser.household_rows import OWNER_WORDS, TENANT_WORDS, group_rows, is_a
from residents.roster_parser.rooms import Unreadable
from residents.roster_parser.sheet_data import CellError, RosterRow, UnreadPart
from residents.roster_parser.tables import HeaderTable, PageView
from residents.roster_parser.tenants import prefer_tenants_as_contact
from residents.roster_parser.values import parse_count


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
        cells = common_cells(result, group)
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
    head = next(iter(head_first(living)), None)
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
