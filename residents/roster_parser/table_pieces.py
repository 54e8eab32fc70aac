"""Read the tables of a page, and join them into one roster."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from residents.roster_parser.column_uses import ColumnUses, column_uses_of
from residents.roster_parser.door_numbers import door_numbers_in_title, unit_in
from residents.roster_parser.household_cells import FoldedRows
from residents.roster_parser.household_rows import row_numbers_in_words
from residents.roster_parser.person_rows import fold_rows
from residents.roster_parser.rows import read_table
from residents.roster_parser.sheet_choice import text_above_header
from residents.roster_parser.sheet_data import ReadColumn, RosterSheet, SkippedRows
from residents.roster_parser.sheet_doubts import (
    doubt_of_unclear,
    doubts_of_addresses,
    doubts_of_people,
)
from residents.roster_parser.table_rows import TablePart, TableRows
from residents.roster_parser.tables import HeaderTable, PageView

TITLE_ROWS = 3
"""Rows directly above a table that stands beside another."""
TABLE_FIELDS = (
    "tables",
    "heads",
    "read",
    "columns",
    "rows",
    "skipped",
    "identity",
    "wrong",
    "sums",
    "left",
    "doubts",
)
"""The fields of a ``RosterSheet`` that are filled from its tables."""


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table of a page and the contents of its rows."""

    table: HeaderTable
    uses: ColumnUses
    body: TableRows


def pieces_of(
    page_view: PageView, *, door: str = "", running: str = "", mixed: bool = False
) -> list[TablePiece]:
    """Return the tables of a page that have a column of rooms. ``running`` is the building that the
    page names as its own; ``mixed`` means that it names several."""
    pieces: list[TablePiece] = []
    units = {
        unit
        for text in (page_view.page.name, *text_above_header(page_view))
        if (unit := unit_in(text))
    }
    told = ("", units.pop()) if len(units) == 1 else ("", "")
    head, above, before = -1, TableRows(door=running, unit=told), TableRows(unit=told)
    for table in page_view.tables:
        uses = column_uses_of(page_view, table)
        if "room" not in uses.fields:
            continue
        if table.head != head:  # tables side by side share the rows above
            head, before = table.head, above
        over = _text_above_table(page_view, table, before)
        above = read_table(TablePart(page_view, table, uses, len(pieces), door, mixed), over)
        pieces.append(TablePiece(table, uses, above))
    return pieces


def _text_above_table(page_view: PageView, table: HeaderTable, before: TableRows) -> TableRows:
    if table.head not in page_view.beside:
        return before
    rows = [row[table.left : table.right + 1] for row in page_view.page.rows[: table.head]]
    titles = [text for row in rows[-TITLE_ROWS:] for text in row if text]
    named = frozenset().union(*map(door_numbers_in_title, titles))
    return TableRows(door=min(named)) if len(named) == 1 else before


def join_pieces(
    sheet: RosterSheet, page_view: PageView, pieces: Iterable[TablePiece]
) -> RosterSheet:
    parts: dict[str, list[Any]] = {name: [*getattr(sheet, name)] for name in TABLE_FIELDS}
    ageless = sheet.ageless
    joined: list[int] = []
    for piece in pieces:
        homes = fold_rows(page_view, piece.table, piece.body.rows, piece.uses)
        for name, more in _parts_of(piece, homes).items():
            parts[name] += more
        ageless += homes.ageless
        joined += homes.joined
        parts["doubts"] += homes.doubts
        parts["doubts"] += doubts_of_people(piece.uses, homes.rows)
        parts["doubts"] += doubts_of_addresses(piece.body)
        if piece.body.unclear:
            parts["doubts"].append(doubt_of_unclear(piece.body.unclear))
    if joined:
        parts["doubts"].append(
            _("第%(rows)s行没有写室号，也没有写和户主的关系，都算到了上面一户里。")
            % {"rows": row_numbers_in_words(joined)}
        )
    tidied: dict[str, Any] = {name: tuple(found) for name, found in parts.items()} | {
        "columns": tuple(dict.fromkeys(parts["columns"])),
        "read": tuple(dict.fromkeys(parts["read"])),
        "skipped": tuple(_grouped_skipped_rows(parts["skipped"])),
    }
    return dataclasses.replace(sheet, ageless=ageless, **tidied)


def _parts_of(piece: TablePiece, homes: FoldedRows) -> dict[str, Iterable[object]]:
    table, uses, body = piece.table, piece.uses, piece.body
    letters = {name: columns[0].letter for name, columns in uses.by_field.items()}
    return {
        "tables": [{**_without_identity(letters), **homes.letters, **_letters_asked(uses)}],
        "heads": range(table.head + 1, table.first + 1),
        "read": _columns_read(uses),
        "columns": uses.left,
        "rows": homes.rows,
        "skipped": body.skipped,
        "identity": body.identity,
        "wrong": (*body.wrong, *homes.wrong),
        "sums": body.sums,
        "left": homes.left,
    }


def _letters_asked(uses: ColumnUses) -> dict[str, str]:
    return {name: get_column_letter(columns[0] + 1) for name, columns in uses.asked.items()}


def _without_identity(letters: dict[str, str]) -> dict[str, str]:
    return {name: letter for name, letter in letters.items() if name != "identity"}


def _columns_read(uses: ColumnUses) -> Iterator[ReadColumn]:
    for name, columns in uses.by_field.items():
        if name != "identity":
            yield from (ReadColumn(use.letter, use.header, name) for use in columns)


def _grouped_skipped_rows(rows: Iterable[SkippedRows]) -> list[SkippedRows]:
    skipped: list[SkippedRows] = []
    for row in sorted(rows, key=lambda row: row.number):
        before = skipped[-1] if skipped else None
        if before and row.door and before.door == row.door and row.number <= before.last + 1:
            skipped[-1] = dataclasses.replace(before, last=row.number)
        else:
            skipped.append(dataclasses.replace(row, last=row.number))
    return skipped
