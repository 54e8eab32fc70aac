"""The roster in a file: the header row found wherever it is, and under it one row a flat."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.errors import Refused
from louzu.lib.typed import clean_typed, shows_nothing
from residents.roster.columns import UNREAD, field_of, plain
from residents.roster.files import Grid, grids_of
from residents.roster.identity import without_identity
from residents.roster.values import is_room

DEEPEST_HEADER = 40
"""Rows from the top in which the header is looked for."""
OTHER = re.compile("(合|总|小|共)计|总数|(制|填)表|(审|复)核|统计|日期|注:|说明|备注")
"""How rows begin that stand under a roster."""


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` by field; ``number`` as the spreadsheet counts, from 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no flat's: a total, a remark."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says, still in its own words. ``letters`` are the columns of its fields."""

    letters: Mapping[str, str]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...] = ()
    identity: tuple[str, ...] = ()
    """Cells with identity numbers, which were not read in."""
    unread: tuple[str, ...] = ()
    """Headers of columns that a roster does not need."""
    area_source: str = "register"
    """What areas rest on where the file has no column for it."""

    def cell(self, row: Row, field: str) -> str:
        """Where something stands, as a spreadsheet says it: ``F7``."""
        return f"{self.letters.get(field, '')}{row.number}"

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **kept,
                "rows": tuple(Row(**row) for row in kept["rows"]),
                "skipped": tuple(Skipped(**row) for row in kept["skipped"]),
                "identity": tuple(kept["identity"]),
                "unread": tuple(kept["unread"]),
            }
        )


def sheet_of(content: bytes, *, area_source: str = "register") -> Sheet:
    """Raises Refused where no sheet of the file has a header row."""
    for grid in grids_of(content):
        if head := _head_of(grid):
            return _read(grid, *head, area_source)
    raise Refused(
        _(
            "没有找到表头。表里要有一行写着各列的名字，例如：室号、建筑面积、业主、人数、"
            "0-6岁、60岁以上、房屋性质、联系电话。"
        )
    )


Columns = dict[int, str]
"""Position → field."""


def _head_of(grid: Grid) -> tuple[int, Columns] | None:
    """Position of the last header row, and its columns. A second row may name what a merged cell
    above it (其中) holds together.
    """
    found = [(at, _columns(row)) for at, row in enumerate(grid[:DEEPEST_HEADER])]
    heads = [(at, columns) for at, columns in found if _is_head(columns)]
    if not heads:
        return None
    at, columns = heads[0]
    below = _columns(grid[at + 1]) if at + 1 < len(grid) else {}
    new = {c: f for c, f in below.items() if c not in columns and f not in columns.values()}
    return (at + 1, columns | new) if new else (at, columns)


def _is_head(columns: Columns) -> bool:
    fields = set(columns.values())
    return "room" in fields and len(fields - set(UNREAD)) > 1


def _columns(row: list[str]) -> Columns:
    """Each field once, where it is first named; 门牌 is the room where nothing else is."""
    columns: Columns = {}
    for at, text in enumerate(row):
        field = field_of(text) if text else None
        if field and (field in UNREAD or field not in columns.values()):
            columns[at] = field
    if "room" not in columns.values():
        columns = {at: "room" if f == "door" else f for at, f in columns.items()}
    return columns


def _read(grid: Grid, head: int, columns: Columns, area_source: str) -> Sheet:
    rows: list[Row] = []
    skipped, identity = [], []
    for number, texts in enumerate(grid[head + 1 :], start=head + 2):
        clean = [_clean(text) for text in texts]
        identity += [
            f"{get_column_letter(at + 1)}{number}"
            for at, text in enumerate(clean)
            if text != without_identity(text) or (text and columns.get(at) == "identity")
        ]
        cells = {
            field: said
            for at, field in columns.items()
            if field not in UNREAD and at < len(clean) and (said := without_identity(clean[at]))
        }
        if why := _is_no_flat(clean, cells):
            skipped.append(Skipped(number, without_identity(why)))
        elif cells:
            rows.append(Row(number, cells))
    return Sheet(
        letters={f: get_column_letter(at + 1) for at, f in columns.items() if f not in UNREAD},
        rows=tuple(rows),
        skipped=tuple(skipped),
        identity=tuple(identity),
        unread=tuple(_unread(grid[: head + 1], columns)),
        area_source=area_source,
    )


def _clean(text: str) -> str:
    """On one line, with single blanks; nothing where nothing can be seen."""
    return "" if shows_nothing(text) else " ".join(clean_typed(text).split())


def _is_no_flat(texts: list[str], cells: Mapping[str, str]) -> str:
    """The words of a total, of a header said again, of a remark; nothing where a room is named."""
    room = cells.get("room", "")
    if is_room(room):
        return ""
    said = [text for text in texts if text]
    if field_of(room) == "room":
        return room
    other = next((text for text in said if OTHER.match(plain(text))), "")
    return other or (said[0] if len(said) == 1 else "")


def _unread(head: Grid, columns: Columns) -> list[str]:
    """What the header row, or the one above it, names beside what was found."""
    named = {at: text for row in head[-2:] for at, text in enumerate(row) if text}
    return [text for at, text in named.items() if at not in columns]
