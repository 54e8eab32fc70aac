"""Read the rows of a table, and separate households from other rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser import age_parsing
from residents.roster_parser.cells import (
    COUNTED,
    cells_by_field,
    clean_cell,
    identity_cells,
    own_cells,
)
from residents.roster_parser.ditto import resolve_references
from residents.roster_parser.door_numbers import (
    door_label,
    door_of_cell,
    may_be_door,
    unit_in,
    unit_of_cell,
)
from residents.roster_parser.floor_columns import room_with_floor
from residents.roster_parser.identity import without_identity
from residents.roster_parser.lane_columns import lanes_of, other_door_in_address
from residents.roster_parser.rooms import Unreadable, door_before
from residents.roster_parser.sheet_data import CellError, RosterRow, SkippedRows
from residents.roster_parser.skipped_rows import reason_for_no_flat, skip_hidden_row, skip_row
from residents.roster_parser.table_rows import TablePart, TableRows
from residents.roster_parser.values import parse_count


def read_table(part: TablePart, above: TableRows | None = None) -> TableRows:
    """Read the rows of a table, leaving out those of other buildings. ``above`` is the state before
    this table."""
    body = (
        TableRows(door=above.door, unsure=above.unsure, unit=above.unit) if above else TableRows()
    )
    page_view, table, uses = part.page_view, part.table, part.uses
    body.lanes = lanes_of(page_view, table) if part.door else {}
    for at in range(table.first, table.last + 1):
        if at in page_view.page.hidden_rows:
            skip_hidden_row(body, part, at)
            continue
        texts = [clean_cell(text) for text in page_view.down[at][table.left : table.right + 1]]
        if not any(texts):
            continue
        own = own_cells(page_view, at, table)
        body.identity += identity_cells(own, at, uses)
        cells = resolve_references(cells_by_field(page_view, at, uses), body.above)
        cells = room_with_floor(cells, body.running)
        if why := reason_for_no_flat(own, cells, uses):
            skip_row(body, at, why, own, uses)
        elif cells:
            cells |= resolve_references(_asked(part, at), body.above)
            body.above = dict(cells)
            _take_row(body, part, at, cells)
    body.wrong += _of_two_lanes(body, part)
    return body


def _take_row(body: TableRows, part: TablePart, at: int, cells: dict[str, str]) -> None:
    if named := cells.get("door", ""):
        body.door, body.unsure = named, 0
    elif body.unsure and not door_before(cells.get("room", "")):
        body.wrong.append(_past_hidden(part, at, cells, body.unsure))
    elif body.door:
        cells["door"] = body.door
    _tell_unit(body, cells)
    if part.door and _is_unclear(cells):
        body.skipped.append(SkippedRows(at + 1, cells.get("room", ""), _("没有看懂是几号楼")))
        body.unclear.append(RosterRow(at + 1, cells, part.position))
        return
    if other := _other_door(body, part, at, cells):
        why = _("%(door)s，不是这栋楼") % {"door": other}
        body.skipped.append(SkippedRows(at + 1, cells.get("room", ""), why, door=other))
        return
    cells |= _age(body, part, at)
    body.wrong += _too_few(part, at, cells)
    counted = (*COUNTED, *part.uses.asked)
    shared = tuple(name for name in counted if _is_shared(part, at, name))
    row = RosterRow(at + 1, cells, part.position, shared)
    body.rows.append(row)
    if part.mixed and not body.unsure and not _tells_door(cells):
        body.untold.append(row)


def _tell_unit(body: TableRows, cells: dict[str, str]) -> None:
    door = cells.get("door", "")
    if said := unit_of_cell(cells.get("unit", "")) or unit_in(door):
        body.unit = door, said
    elif body.unit[0] not in {"", door}:
        body.unit = "", ""
    if body.unit[1]:
        cells["unit"] = body.unit[1]


def _is_unclear(cells: Mapping[str, str]) -> bool:
    return door_of_cell(cells.get("door", "")) is None and not door_before(cells.get("room", ""))


def _other_door(body: TableRows, part: TablePart, at: int, cells: Mapping[str, str]) -> str:
    """Return the building other than that of ``part`` that a row belongs to by 楼号, lane or address,
    or ""."""
    said = cells.get("door", "")
    if not part.door:
        return ""
    if said and door_of_cell(said) is not None and not may_be_door(said, part.door):
        return _as_door(said)
    lane = body.lanes.get(at, "")
    if lane and not may_be_door(lane, part.door):
        return lane
    if other := other_door_in_address(part.page_view, part.table, at, part.door):
        body.elsewhere.append(at + 1)
    return door_label(other) if other else ""


def _of_two_lanes(body: TableRows, part: TablePart) -> Iterator[CellError]:
    lanes = {lane: row for row in reversed(body.rows) if (lane := body.lanes.get(row.number - 1))}
    if len(lanes) > 1:
        row = max(lanes.values(), key=lambda row: row.number)
        why = _("表里有%(lanes)s，分不清哪一条是这栋楼的。请只留这栋楼的几户，再上传。") % {
            "lanes": "、".join(sorted(lanes))
        }
        yield CellError(row.number, "room", row.cells.get("room", ""), why, part.position)


def _asked(part: TablePart, at: int) -> dict[str, str]:
    """Return the cells of columns of unknown meaning. A birthday is replaced by the age."""
    row = part.page_view.down[at]
    found = {
        name: without_identity("\n".join(filter(None, (clean_cell(row[c]) for c in columns))))
        for name, columns in part.uses.asked.items()
    }
    for name in part.uses.ages:
        found[name] = age_parsing.age_in_text(found[name])
    return {name: text for name, text in found.items() if text}


def _tells_door(cells: Mapping[str, str]) -> bool:
    """Return whether the row names its own building, rather than continuing the household above."""
    room = cells.get("room", "")
    return bool(cells.get("door") or not room or door_before(room))


def _past_hidden(part: TablePart, at: int, cells: Mapping[str, str], hidden: int) -> CellError:
    name = "door" if "door" in part.uses.by_field else "room"
    why = _(
        "上面隐藏的第%(row)d行写着另一栋楼，看不出这一行是哪一栋楼的。请写上楼号，或者取消隐藏再上传。"
    ) % {"row": hidden}
    return CellError(at + 1, name, cells.get(name, ""), why, part.position)


def _as_door(text: str) -> str:
    return text if "号" in text else _("%(door)s号") % {"door": text}


def _age(body: TableRows, part: TablePart, at: int) -> dict[str, str]:
    """Return the age in years of the person in a row. Birthdays and identity numbers are not kept."""
    said = {
        name: clean_cell(row[use.column])
        for row in (part.page_view.page.rows[at],)
        for name in ("birth", "age", "identity")
        for use in part.uses.by_field.get(name, ())[:1]
        if use.column < len(row)
    }
    try:
        years = age_parsing.age_of(**said)
    except Unreadable as why:
        name = "birth" if said.get("birth") else "age"
        shown = without_identity(said.get(name, ""))
        body.wrong.append(CellError(at + 1, name, shown, str(why), part.position))
        return {}
    return {} if years is None else {"age": str(years)}


def _too_few(part: TablePart, at: int, cells: Mapping[str, str]) -> Iterator[CellError]:
    """Yield an error if the count for 60岁以上 is lower than that for 80岁以上 beside it."""
    row = part.page_view.page.rows[at]
    for name, uses in part.uses.inside.items():
        for use in uses:
            try:
                few = parse_count(cells.get(name, "")) or 0
                more = parse_count(clean_cell(row[use.column])) if use.column < len(row) else None
            except Unreadable:
                continue
            if more and more > few:
                why = _("“%(header)s”有%(more)d人，这里却只有%(few)d人。") % {
                    "header": quoted(use.header),
                    "more": more,
                    "few": few,
                }
                yield CellError(at + 1, name, cells.get(name, ""), why, part.position)


def _is_shared(part: TablePart, at: int, name: str) -> bool:
    page_view, uses = part.page_view, part.uses
    room_at = uses.by_field["room"][0].column
    rooms = page_view.down
    for column in uses.columns_of(name):
        first, last = page_view.merged_at(at, column) or (at, at)
        anchor = page_view.page.rows[first]
        said = column < len(anchor) and anchor[column]
        if said and any(row[room_at] != rooms[at][room_at] for row in rooms[first : last + 1]):
            return True
    return False
