"""Read the rows of a table, and separate households from other rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.phone_numbers import with_mobiles_masked
from louzu.lib.quoting import quoted
from louzu.lib.text_input import clean_text, is_invisible
from residents.roster_parser import age_parsing
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import BANDS, field_of, normalized_text
from residents.roster_parser.ditto import resolve_references
from residents.roster_parser.door_numbers import (
    door_label,
    door_numbers_in_title,
    door_of_cell,
    may_be_door,
    unit_in,
    unit_of_cell,
)
from residents.roster_parser.floor_columns import room_with_floor
from residents.roster_parser.identity import without_identity
from residents.roster_parser.lane_columns import lanes_of, other_door_in_address
from residents.roster_parser.rooms import Unreadable, door_before, is_room
from residents.roster_parser.sheet_data import CellError, FileTotal, RosterRow, SkippedRows
from residents.roster_parser.tables import HeaderTable, PageView
from residents.roster_parser.values import parse_count

TOTAL = re.compile(r"(合|总|小|共)计|总数|总户数|总人数|共\d+[户人]")
OTHER = re.compile(r"(合|总|小|共)计|总数|共\d+[户人]|(制|填)表|(审|复)核|统计|日期|注:|说明|备注")
"""Beginnings of rows below a roster."""
MAX_WORDS_LENGTH = 60
UNIT_ALONE = re.compile("第?.{1,3}单元")
COUNTED = ("people", "area", *BANDS)
"""Not copied from a merged cell, because a number for several households fits none of them."""
PERSONAL = ("name", "relation", "age", "birth")


@dataclass(slots=True)
class TableRows:
    """The contents of a table's rows before people are grouped into households."""

    rows: list[RosterRow] = field(default_factory=list)
    skipped: list[SkippedRows] = field(default_factory=list)
    identity: list[str] = field(default_factory=list)
    wrong: list[CellError] = field(default_factory=list)
    sums: list[FileTotal] = field(default_factory=list)
    door: str = ""
    """The building named last, by a row of its own or by the column 门牌."""
    unsure: int = 0
    """Number of a hidden row after ``door`` that names another building."""
    untold: list[RosterRow] = field(default_factory=list)
    """Rows without a building, in a sheet of several."""
    unclear: list[RosterRow] = field(default_factory=list)
    """Rows left out because of an ambiguous 楼号."""
    unit: tuple[str, str] = ("", "")
    """Building and 单元 that were named last. "" as the building means any."""
    elsewhere: list[int] = field(default_factory=list)
    """Numbers of rows left out because their address names another building."""
    above: dict[str, str] = field(default_factory=dict)
    """Cells of the row directly above."""
    lanes: dict[int, str] = field(default_factory=dict)
    """Position of a row → its lane in the column of lanes."""
    running: dict[str, str] = field(default_factory=dict)
    """The last floor and unit, for rows that leave them empty."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """The table with index ``position`` of a page, read for the building ``door`` ("" for any)."""

    page_view: PageView
    table: HeaderTable
    uses: ColumnUses
    position: int = 0
    door: str = ""
    mixed: bool = False
    """The sheet names several buildings."""


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
            _skip_hidden(body, part, at)
            continue
        texts = [clean_cell(text) for text in page_view.down[at][table.left : table.right + 1]]
        if not any(texts):
            continue
        own = _own(page_view, at, table)
        body.identity += _identity(own, at, uses)
        cells = resolve_references(_cells(page_view, at, uses), body.above)
        cells = room_with_floor(cells, body.running)
        if why := _no_flat(own, cells, uses):
            _skip(body, at, why, own, uses)
        elif cells:
            cells |= resolve_references(_asked(part, at), body.above)
            body.above = dict(cells)
            _take_row(body, part, at, cells)
    body.wrong += _of_two_lanes(body, part)
    return body


def clean_cell(text: str) -> str:
    """Collapse blanks within lines and drop empty lines. Invisible text gives ""."""
    if is_invisible(text):
        return ""
    typed = clean_text(text.replace("_x000D_", "\n"), multiline=True)
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return "\n".join(line for line in lines if line)


def shortened_row(texts: Iterable[str]) -> str:
    """Return the beginning of a row that is not read, with identity numbers and phones masked."""
    said = without_identity(" ".join(" ".join(clean_cell(text).split()) for text in texts if text))
    said = with_mobiles_masked(said).strip()
    return said if len(said) <= MAX_WORDS_LENGTH else said[: MAX_WORDS_LENGTH - 1] + "…"


def _own(page_view: PageView, at: int, table: HeaderTable) -> dict[int, str]:
    row = page_view.page.rows[at]
    return {
        column: text
        for column in range(table.left, min(table.right + 1, len(row)))
        if column not in page_view.page.hidden_columns and (text := clean_cell(row[column]))
    }


def _identity(own: dict[int, str], at: int, uses: ColumnUses) -> Iterator[str]:
    columns = {use.column for use in uses.by_field.get("identity", ())}
    for column, text in own.items():
        if column in columns or text != without_identity(text):
            yield f"{get_column_letter(column + 1)}{at + 1}"


def _cells(page_view: PageView, at: int, uses: ColumnUses) -> dict[str, str]:
    cells = {}
    for name, columns in uses.by_field.items():
        if name in {"identity", "birth", "age"}:
            continue
        grid = page_view.page.rows if name in (*COUNTED, *PERSONAL) else page_view.down
        texts = [
            clean_cell(grid[at][use.column]) if use.column < len(grid[at]) else ""
            for use in columns
        ]
        said = (
            sum_of_texts(texts)
            if len(texts) > 1 and name in BANDS
            else "\n".join(filter(None, texts))
        )
        if said := without_identity(said):
            cells[name] = said
    return cells


def sum_of_texts(texts: list[str]) -> str:
    """Add up the parts of a band. If one is no number, return the texts, so that it is reported."""
    try:
        numbers = [parse_count(text) for text in texts]
    except Unreadable:
        return "、".join(filter(None, texts))
    return "" if set(numbers) == {None} else str(sum(number or 0 for number in numbers))


def _no_flat(own: dict[int, str], cells: Mapping[str, str], uses: ColumnUses) -> str:
    room_at = uses.by_field["room"][0].column
    for column, text in own.items():
        if column <= room_at and TOTAL.match(normalized_text(text)):
            return _("合计")
    if is_room(cells.get("room", "")):
        return ""
    if field_of(cells.get("room", "")) == "room":
        return _("又是表头")
    first = next(iter(own.values()), "")
    if any(OTHER.match(normalized_text(text)) for text in own.values()):
        return _("合计") if TOTAL.match(normalized_text(first)) else _("表下面的字")
    alone = len(own) == 1 and not ("name" in cells and uses.of_people)
    if alone or (not cells and any(column in own for column in _read_columns(uses))):
        return _("不是一户")
    return ""


def _read_columns(uses: ColumnUses) -> Iterator[int]:
    for name, columns in uses.by_field.items():
        if name != "identity":
            yield from (use.column for use in columns)


def _skip(body: TableRows, at: int, why: str, own: dict[int, str], uses: ColumnUses) -> None:
    words = shortened_row(own.values())
    body.above = {}
    body.skipped.append(SkippedRows(at + 1, words, why))
    if why == _("合计"):
        part = any(normalized_text(text).startswith("小计") for text in own.values())
        body.sums.append(FileTotal(at + 1, _sums(own, uses), body.door, part))
    elif len(own) == 1:
        _names_below(body, words, why)


def _names_below(body: TableRows, words: str, why: str) -> None:
    """Set the building and unit of the rows below from a row such as 115号楼 or 2单元. A row that is
    ambiguous or names several buildings unsets them."""
    named = door_numbers_in_title(words)
    if len(named) == 1:
        body.door, body.unsure = min(named), 0
    elif named and why == _("不是一户") and door_of_cell(words) is None:
        body.door, body.unsure = words, 0
    if (named or UNIT_ALONE.fullmatch(normalized_text(words))) and (unit := unit_in(words)):
        body.unit = body.door, unit


def _sums(own: dict[int, str], uses: ColumnUses) -> dict[str, str]:
    sums = {}
    for name in COUNTED:
        columns = uses.by_field.get(name, ())
        texts = [without_identity(own.get(use.column, "")) for use in columns]
        if any(texts):
            sums[name] = sum_of_texts(texts) if len(texts) > 1 else texts[0]
    words = " ".join(own.values())
    for name, unit in (("people", "人"), ("households", "户")):
        found = re.findall(rf"(\d{{1,5}}){unit}", normalized_text(words), re.ASCII)
        if len(found) == 1:
            sums.setdefault(name, found[0])
    return sums


def _skip_hidden(body: TableRows, part: TablePart, at: int) -> None:
    own = _own(part.page_view, at, part.table)
    body.above = {}
    body.running.clear()
    told = "".join(own.get(use.column, "") for use in part.uses.by_field.get("door", ()))
    if len(own) == 1 and len(named := door_numbers_in_title(shortened_row(own.values()))) == 1:
        told = min(named)
    current = body.door or part.door
    if told and not (current and may_be_door(told, current)):
        body.unsure = at + 1


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
    """Return the building other than ``part.door`` that a row belongs to by 楼号, lane or address, or
    ""."""
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
