"""Rows of a table that are no household: totals, remarks, repeated headers, and hidden rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from residents.roster_parser.cells import COUNTED, own_cells, shortened_row, sum_of_texts
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import field_of, normalized_text
from residents.roster_parser.door_numbers import (
    door_numbers_in_title,
    door_of_cell,
    may_be_door,
    unit_in,
)
from residents.roster_parser.identity import without_identity
from residents.roster_parser.rooms import is_room
from residents.roster_parser.sheet_data import FileTotal, SkippedRows
from residents.roster_parser.table_rows import TablePart, TableRows

TOTAL = re.compile(r"(合|总|小|共)计|总数|总户数|总人数|共\d+[户人]")
OTHER = re.compile(r"(合|总|小|共)计|总数|共\d+[户人]|(制|填)表|(审|复)核|统计|日期|注:|说明|备注")
"""Beginnings of rows below a roster."""
UNIT_ALONE = re.compile("第?.{1,3}单元")


def reason_for_no_flat(own: dict[int, str], cells: Mapping[str, str], uses: ColumnUses) -> str:
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


def skip_row(body: TableRows, at: int, why: str, own: dict[int, str], uses: ColumnUses) -> None:
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


def skip_hidden_row(body: TableRows, part: TablePart, at: int) -> None:
    own = own_cells(part.page_view, at, part.table)
    body.above = {}
    body.running.clear()
    told = "".join(own.get(use.column, "") for use in part.uses.by_field.get("door", ()))
    if len(own) == 1 and len(named := door_numbers_in_title(shortened_row(own.values()))) == 1:
        told = min(named)
    current = body.door or part.door
    if told and not (current and may_be_door(told, current)):
        body.unsure = at + 1
