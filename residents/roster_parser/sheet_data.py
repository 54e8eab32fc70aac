"""Rows and omissions found in a file, as plain data that is kept as JSON until an import is
confirmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from residents.roster_parser.columns import TITLES


@dataclass(frozen=True, slots=True)
class RosterRow:
    """The row of a household. ``cells`` are the texts by field; ``number`` is the row number of the
    spreadsheet, from 1.

    ``more`` are the numbers of other rows that were merged into it. ``table`` is the index in
    ``RosterSheet.tables``. ``shared`` are fields with a number in a merged cell that covers several
    households. ``listed`` is set if its people were counted from rows of their own.
    """

    number: int
    cells: Mapping[str, str]
    table: int = 0
    shared: tuple[str, ...] = ()
    more: tuple[int, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows ``number`` to ``last`` that are no household of this building, such as a total or a
    remark. ``door`` is the other building that they belong to."""

    number: int
    text: str
    why: str = ""
    last: int = 0
    door: str = ""

    @property
    def rows(self) -> str:
        return f"{self.number}–{self.last}" if self.last > self.number else str(self.number)


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that is not read: its ``letter``, its header, and the reason. ``doubtful`` means
    that it may hold data of a roster, so somebody must confirm the omission. ``ages`` means that
    it holds the ages of a household's people."""

    letter: str
    header: str
    why: str
    doubtful: bool = False
    ages: bool = False


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A sheet or some cells that are not read. ``where`` names them."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that is read, and the name of its field."""

    letter: str
    header: str
    field: str
    remembered: bool = False
    """The committee gave this answer for an earlier file."""

    @property
    def title(self) -> str:
        return TITLES[self.field]


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell of ``field`` that cannot be read, found before rows are merged into households."""

    number: int
    field: str
    said: str
    text: str
    table: int = 0


@dataclass(frozen=True, slots=True)
class FileTotal:
    """A total in the file, by field; ``households`` is the number of households. ``part`` marks a
    subtotal (小计), which is for the building ``door`` if the file has several."""

    number: int
    cells: Mapping[str, str]
    door: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A question about the meaning of a column. ``examples`` are some of its cells, ``offered`` the
    fields to choose from. ``answer`` is one of these, ``column_questions.NOT_READ``, or "" if there is
    no answer."""

    heading: str
    letter: str
    header: str
    examples: tuple[str, ...]
    offered: tuple[str, ...]
    answer: str = ""
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """The data about one building in a file."""

    tables: tuple[Mapping[str, str], ...] = ()
    """For each table, field → letter of its column."""
    rows: tuple[RosterRow, ...] = ()
    page: str = ""
    """Name of the sheet that was read."""
    heads: tuple[int, ...] = ()
    """Numbers of the header rows."""
    read: tuple[ReadColumn, ...] = ()
    columns: tuple[UnreadColumn, ...] = ()
    skipped: tuple[SkippedRows, ...] = ()
    left: tuple[UnreadPart, ...] = ()
    identity: tuple[str, ...] = ()
    """Cells with identity numbers, which were not read."""
    wrong: tuple[CellError, ...] = ()
    sums: tuple[FileTotal, ...] = ()
    ageless: int = 0
    """Number of people without an age."""
    doubts: tuple[str, ...] = ()
    """Sentences about ambiguous input, which somebody must confirm."""
    of_some: str = ""
    """The title that marks the file as a partial list; see ``record_doubts.is_partial_list``."""
    asked: tuple[ColumnQuestion, ...] = ()
    """Questions about columns, with their answers; see ``column_questions``."""
    area_source: str = "register"
    """Source of the areas if the file has no column for it."""
    choices: tuple[RosterSheet, ...] = field(default=())
    """Sheets of the file to choose from. If it is filled, all other fields are empty."""

    @property
    def letters(self) -> Mapping[str, str]:
        """Return field → letter of its column in the first table that has it."""
        return {f: letter for table in reversed(self.tables) for f, letter in table.items()}

    @property
    def unread(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns if column.header)

    def cell(self, row: RosterRow, name: str) -> str:
        return self.at(row.number, row.table, name)

    def at(self, number: int, table: int, name: str) -> str:
        letters = self.tables[table] if table < len(self.tables) else {}
        return f"{letters.get(name, '')}{number}"

    def as_json(self) -> dict[str, object]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        parts: dict[str, type[Any]] = {
            "rows": RosterRow,
            "read": ReadColumn,
            "columns": UnreadColumn,
            "skipped": SkippedRows,
            "left": UnreadPart,
            "wrong": CellError,
            "sums": FileTotal,
            "asked": ColumnQuestion,
        }
        made = {
            name: tuple(part(**_tuples(one)) for one in kept.get(name, ()))
            for name, part in parts.items()
        }
        choices = tuple(cls.from_json(one) for one in kept["choices"])
        return cls(**{**_tuples(kept), **made, "choices": choices})


def _tuples(kept: Mapping[str, object]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
