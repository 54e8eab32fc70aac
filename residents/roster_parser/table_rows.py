"""A table to be read, and the contents of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.sheet_data import CellError, FileTotal, RosterRow, SkippedRows
from residents.roster_parser.tables import HeaderTable, PageView


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
