"""What was found in a file, in its own words: rows, and what was left out and why.

Everything here is plain data, kept as JSON until somebody confirms it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from residents.roster_parser.columns import TITLES


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A household's. ``cells`` by field; ``number`` as the spreadsheet counts, from 1.

    ``more`` are the numbers of further rows that were put together with it; ``table`` is the position of its table among ``RosterSheet.tables``. ``shared`` are fields of which
    one merged cell holds the number for several households. ``listed``: its people were counted from
    rows of their own.
    """

    number: int
    cells: Mapping[str, str]
    table: int = 0
    shared: tuple[str, ...] = ()
    more: tuple[int, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows ``number`` to ``last`` that are no household's of this building: a total, a remark.

    ``door`` is the other building whose they are.
    """

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
    """A column that is not read: ``letter``, what its header says, why. With ``doubtful`` it may
    hold what a roster needs, and somebody must say that it does not. ``ages``: it tells how old each
    person of a household is.
    """

    letter: str
    header: str
    why: str
    doubtful: bool = False
    ages: bool = False


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A sheet, or some cells, that are not read; ``where`` names them."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that is read, under which name of ours."""

    letter: str
    header: str
    field: str
    remembered: bool = False
    """Did the committee say so for an earlier file?"""

    @property
    def title(self) -> str:
        return TITLES[self.field]


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell of ``field`` that cannot be understood, seen before households were put together."""

    number: int
    field: str
    said: str
    text: str
    table: int = 0


@dataclass(frozen=True, slots=True)
class FileTotal:
    """The file's own total, by field; ``households`` where it counts them.

    ``part`` is one of 小计, for the building ``door`` where a file has several.
    """

    number: int
    cells: Mapping[str, str]
    door: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A column that looks like ours: what is it? ``examples`` are some of its cells, ``offered`` the
    fields that it may be; ``answer`` is one of them, ``headings.NOT_READ``, or "" where nobody said.
    """

    heading: str
    letter: str
    header: str
    examples: tuple[str, ...]
    offered: tuple[str, ...]
    answer: str = ""
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """What a file says of a building."""

    tables: tuple[Mapping[str, str], ...] = ()
    """For each table, field → letter of the column it stands in."""
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
    """Cells with identity numbers, which were not read in."""
    wrong: tuple[CellError, ...] = ()
    sums: tuple[FileTotal, ...] = ()
    ageless: int = 0
    """People of whom the file does not tell how old they are."""
    doubts: tuple[str, ...] = ()
    """Sentences about what was read in one of several possible ways; somebody must look at them."""
    of_some: str = ""
    """The title by which the file lists some people only; see ``again.is_of_some``."""
    asked: tuple[ColumnQuestion, ...] = ()
    """Questions about columns, with what is answered: see ``headings.answered``."""
    area_source: str = "register"
    """What areas rest on where the file has no column for it."""
    choices: tuple[RosterSheet, ...] = field(default=())
    """Sheets of the file among which somebody must choose; nothing else is filled then."""

    @property
    def letters(self) -> Mapping[str, str]:
        """Where fields stand in the first table that has them."""
        return {f: letter for table in reversed(self.tables) for f, letter in table.items()}

    @property
    def unread(self) -> tuple[str, ...]:
        """Headers of columns that are not read."""
        return tuple(column.header for column in self.columns if column.header)

    def cell(self, row: RosterRow, name: str) -> str:
        """Where something stands, as a spreadsheet says it: ``F7``."""
        return self.at(row.number, row.table, name)

    def at(self, number: int, table: int, name: str) -> str:
        letters = self.tables[table] if table < len(self.tables) else {}
        return f"{letters.get(name, '')}{number}"

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        parts: dict[str, type[Any]] = {
            "rows": RosterRow, "read": ReadColumn, "columns": UnreadColumn, "skipped": SkippedRows, "left": UnreadPart,
            "wrong": CellError, "sums": FileTotal, "asked": ColumnQuestion,
        }  # fmt: skip
        made = {
            name: tuple(part(**_tuples(one)) for one in kept.get(name, ()))
            for name, part in parts.items()
        }
        choices = tuple(cls.from_json(one) for one in kept["choices"])
        return cls(**{**_tuples(kept), **made, "choices": choices})


def _tuples(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
