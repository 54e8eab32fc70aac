"""Lists of people made into rows of households.

A list of people has a name in each row, and several rows a room: 户主, 妻, 子. Two rows under one
merged room are one household in any table.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from residents.models.places import PHONE_LENGTH
from residents.roster import names, phones
from residents.roster.ages_told import band_of_age
from residents.roster.columns import BANDS, SEVERAL, TITLES, plain
from residents.roster.doors import door_in
from residents.roster.found import Left, Row, Wrong
from residents.roster.rooms import Unreadable, key_of
from residents.roster.tables import Sight
from residents.roster.uses import Uses
from residents.roster.values import count

_KIN = "[之的](?!一)|[妻夫子女父母儿]"
HEAD = re.compile(f"(户主|本人)(?!{_KIN})")
OWNING = re.compile(f"(业主|产权人|房东|房主)(?!{_KIN})")
_LEADER = "(户主|本人|业主|产权人|房东|房主)"
LEADING = re.compile(rf"([现新]|第[一二三四\d])?{_LEADER}([兼及和/、]?{_LEADER})*(?![^\W\d])")
"""What begins a household: 户主, 业主本人, 户主兼业主; not 户主之妻."""
RENTING = re.compile("(租|承租)")
DEAD = re.compile("已故|死亡|去世|病故")
OF_ONE = ("name", "relation", "age")
OF_NAMES = ("owner", "contact", "tenant")


@dataclass(slots=True)
class Folded:
    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    """Where fields stand that were made of others."""
    ageless: int = 0


def folded(sight: Sight, rows: Iterable[Row], uses: Uses) -> Folded:
    """One row a household."""
    result = Folded()
    groups = _groups(sight, list(rows), uses)
    result.wrong += [_roomless(group[0]) for group in groups[1:] if _lacks_a_room(group[0], uses)]
    lists_people = uses.of_people and (
        any(len(group) > 1 for group in groups)
        or ("people" not in uses.fields and uses.fields & {"age", "birth", "identity"} != set())
    )
    result.letters = _letters(uses, lists_people=lists_people)
    for group in groups:
        cells = _common(result, group)
        if lists_people:
            cells |= _of_people(result, group, cells, uses)
        _name_roles(cells, group[0].cells, uses)
        cells = {name: said for name, said in cells.items() if name not in OF_ONE}
        shared = tuple(sorted({name for row in group for name in row.shared}))
        more = tuple(row.number for row in group[1:])
        result.rows.append(dataclasses.replace(group[0], cells=cells, shared=shared, more=more))
    return result


def _groups(sight: Sight, rows: list[Row], uses: Uses) -> list[list[Row]]:
    """Rows of one household. Without people in the table, only those under one merged room."""
    room_at = uses.by_field["room"][0].column
    groups: list[list[Row]] = []
    of_room: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        last = groups[-1] if groups else []
        room = row.cells.get("room", "")
        key = (door_in(row.cells.get("door", "")), key_of(room))
        merged = sight.merged_at(row.number - 1, room_at)
        if _lacks_a_room(row, uses) and last and not _begins_another(row, last):
            last.append(row)
        elif uses.of_people and room and key in of_room:
            of_room[key].append(row)
        elif last and merged and merged[0] <= last[0].number - 1 <= merged[1]:
            last.append(row)
        else:
            groups.append([row])
            of_room[key] = groups[-1]
    return groups


def _lacks_a_room(row: Row, uses: Uses) -> bool:
    return uses.of_people and "name" in row.cells and not row.cells.get("room")


def _begins_another(row: Row, group: list[Row]) -> bool:
    """Is a row without a room a second head or owner? Whose flat it is, nobody can tell then."""
    if _is(LEADING, row):
        first = group[0].cells.get("relation", "")
        return not first or any(_is(LEADING, one) or _is(RENTING, one) for one in group)
    own = names.party_key(row.cells.get("owner", ""))
    above = [one.cells["owner"] for one in (group[0], group[-1]) if "owner" in one.cells]
    return bool(above) and not any(own <= names.party_key(said) for said in above)


def _roomless(row: Row) -> Wrong:
    why = _(
        "这一行没有写室号，又是一位户主或业主。和上面是同一户的，请写一样的室号；"
        "是另一户的，请写那一户的室号。"
    )
    return Wrong(row.number, "room", "", why, row.table)


def _letters(uses: Uses, *, lists_people: bool) -> dict[str, str]:
    """Of fields that are read from a column with another name."""
    at = {name: columns[0].letter for name, columns in uses.by_field.items()}
    made = {"contact": at.get("tenant") or at.get("name"), "phone": at.get("tenant_phone")}
    if lists_people:
        told = next((at[name] for name in ("birth", "age", "identity") if name in at), None)
        made |= {"people": at.get("name"), **(dict.fromkeys(BANDS, told) if told else {})}
    if "relation" in at and "name" in at:
        made |= {"owner": at["name"]}
    return {name: letter for name, letter in made.items() if letter and name not in at}


def _common(result: Folded, group: list[Row]) -> dict[str, str]:
    """What the rows of a household say together; a contradiction is told."""
    cells: dict[str, str] = {}
    for row in group:
        for name in row.cells:
            if name not in OF_ONE and name not in SEVERAL:
                _put(result, cells, row, name, group[0].number)
    for name in SEVERAL:
        several = [row for row in _head_first(group) if name in row.cells]
        if name == "note":
            together = _notes(several, alone=len(group) == 1)
        else:
            together = _phones(result, several, name)
        if together:
            cells[name] = together
    return cells


def _put(result: Folded, cells: dict[str, str], row: Row, name: str, first: int) -> None:
    """Names add to those of the rows before, anything else must be the same."""
    said = row.cells[name]
    before = cells.setdefault(name, said)
    if before == said or name in {"room", "door"}:
        return
    if name in OF_NAMES:
        if not names.party_key(said) <= names.party_key(before):
            cells[name] = f"{before}\n{said}"
        return
    why = _("同一户的几行写得不一样：第%(first)d行写的是%(before)s。") % {
        "first": first, "before": before,
    }  # fmt: skip
    result.wrong.append(Wrong(row.number, name, said, why, row.table))


def _head_first(group: list[Row]) -> list[Row]:
    return sorted(group, key=lambda row: not HEAD.search(row.cells.get("relation", "")))


def _notes(rows: list[Row], *, alone: bool) -> str:
    """Whose note it is stands before it, where it is not everybody's."""
    of_note: dict[str, list[str]] = {}
    for row in rows:
        of_note.setdefault(row.cells["note"], []).append(row.cells.get("name", ""))
    return "；".join(
        note if alone or len(whose) > 1 or not whose[0] else f"{whose[0]}：{note}"
        for note, whose in of_note.items()
    )


def _phones(result: Folded, rows: list[Row], name: str) -> str:
    """As many as can be kept; whose numbers are left out is told."""
    kept: list[str] = []
    for row in rows:
        said = row.cells[name]
        try:
            numbers = phones.phone("\n".join((*kept, said)))
        except Unreadable:
            numbers = None
        if numbers is None and kept and _readable(said):
            why = _("一户的电话太多，只留了前几个")
            result.left.append(Left(_("第%(row)d行的电话") % {"row": row.number}, why))
        elif said not in kept:
            kept.append(said)
    return "\n".join(kept)


def _readable(said: str) -> bool:
    try:
        return len(phones.phone(said) or "") <= PHONE_LENGTH
    except Unreadable:
        return False


def _of_people(
    result: Folded, group: list[Row], cells: Mapping[str, str], uses: Uses
) -> dict[str, str]:
    """Who is to be asked for, how many they are, and of which ages."""
    living = [row for row in group if not _is_dead(row)]
    result.left += [
        Left(_("第%(row)d行：%(name)s") % {"row": row.number, "name": row.cells.get("name", "")},
             _("已故，不算人数"))
        for row in group if _is_dead(row)
    ]  # fmt: skip
    made: dict[str, str] = {}
    head = next(iter(_head_first(living)), None)
    if head and "contact" not in cells and not _is(RENTING, head) and "name" in head.cells:
        made["contact"] = head.cells["name"]
    made |= _roles(living, cells)
    said = _counted(cells.get("people", ""))
    if said is not None and said != len(living):
        why = _("人数写的是%(people)d，表里列出来的是%(listed)d个人。") % {
            "people": said, "listed": len(living),
        }  # fmt: skip
        result.wrong.append(Wrong(group[0].number, "people", cells["people"], why, group[0].table))
    made["people"] = str(len(living))
    if not uses.fields.isdisjoint({"age", "birth", "identity"}):
        bands = Counter(
            band_of_age(int(row.cells["age"])) for row in living if row.cells.get("age")
        )
        result.ageless += len(living) - bands.total()
        told = {name: bands[name] for name in BANDS if name != "aged_18_59"}
        made |= {name: str(number) for name, number in told.items() if name not in cells}
    return made


def _counted(said: str) -> int | None:
    try:
        return count(said)
    except Unreadable:
        return None  # told where the row is read


def _is_dead(row: Row) -> bool:
    return any(DEAD.search(row.cells.get(name, "")) for name in ("name", "relation"))


def _is(kind: re.Pattern[str], row: Row) -> bool:
    return bool(kind.match(plain(row.cells.get("relation", ""))))


def _roles(living: list[Row], cells: Mapping[str, str]) -> dict[str, str]:
    """Owners and tenants whom a list of people names as such."""
    made = {}
    for name, kind in (("owner", OWNING), ("tenant", RENTING)):
        people = [row.cells["name"] for row in living if _is(kind, row) and "name" in row.cells]
        if people and name not in cells:
            made[name] = "\n".join(people)
    return made


def _name_roles(cells: dict[str, str], first: Mapping[str, str], uses: Uses) -> None:
    """姓名 with 业主 or 租户 beside it says who that is; a tenant is whom one calls."""
    name, relation = first.get("name", ""), plain(first.get("relation", ""))
    if name and OWNING.match(relation) and "owner" not in uses.fields:
        cells.setdefault("owner", name)
    if name and RENTING.match(relation):
        cells.setdefault("tenant", name)
    elif name:
        cells.setdefault("contact", name)
    tenant = cells.pop("tenant", "")
    if tenant:
        if cells.setdefault("contact", tenant) != tenant:
            _add(cells, "note", f"{TITLES['tenant']}：{tenant}")
        cells.setdefault("occupancy", "出租")
    if phone := cells.pop("tenant_phone", ""):
        cells["phone"] = "\n".join(filter(None, (phone, cells.get("phone"))))


def _add(cells: dict[str, str], name: str, said: str) -> None:
    cells[name] = f"{cells[name]}；{said}" if cells.get(name) else said
