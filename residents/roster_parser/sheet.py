"""Read a file for one building.

Every sheet, row and column is either used or reported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from residents.roster_parser.column_uses import ColumnUses, column_uses_of
from residents.roster_parser.columns import BANDS
from residents.roster_parser.door_numbers import door_numbers_in_title, unit_in
from residents.roster_parser.files import MAX_COLUMNS, SheetPage, pages_of
from residents.roster_parser.household_rows import row_numbers_in_words
from residents.roster_parser.identity import without_identity
from residents.roster_parser.person_rows import FoldedRows, fold_rows
from residents.roster_parser.record_doubts import is_partial_list
from residents.roster_parser.rows import TablePart, TableRows, clean_cell, read_table, shortened_row
from residents.roster_parser.sheet_choice import (
    SheetCandidate,
    candidates_of,
    choose_sheets,
    names_other_doors,
    numbers_of_doors,
    text_above_header,
)
from residents.roster_parser.sheet_data import (
    CellError,
    ReadColumn,
    RosterRow,
    RosterSheet,
    SkippedRows,
    UnreadColumn,
    UnreadPart,
)
from residents.roster_parser.tables import HeaderTable, PageView

FEWEST_ELDERLY_HOUSEHOLDS = 3
"""From this number of households on, a list of only people over 60 raises a doubt."""
TITLE_ROWS = 3
"""Rows directly above a table that stands beside another."""
TABLE_FIELDS = (
    "tables", "heads", "read", "columns", "rows", "skipped", "identity", "wrong", "sums", "left",
    "doubts",
)  # fmt: skip
"""The fields of a ``RosterSheet`` that are filled from its tables."""


def read_roster(
    content: bytes, *, area_source: str = "register", door: str = "", name: str = ""
) -> RosterSheet:
    """Read a file for the building with number ``door``; "" takes every row. ``name`` is the name
    of the file. Raise Refused if no sheet has a header row, or all are of other buildings."""
    return with_file_name(
        read_roster_pages(pages_of(content), area_source=area_source, door=door), name
    )


def with_file_name(sheet: RosterSheet, name: str) -> RosterSheet:
    if not is_partial_list(name):
        return sheet
    choices = tuple(with_file_name(one, name) for one in sheet.choices)
    return dataclasses.replace(sheet, of_some=sheet.of_some or name, choices=choices)


def read_roster_pages(
    pages: list[SheetPage], *, area_source: str = "register", door: str = ""
) -> RosterSheet:
    found = candidates_of(pages)
    if not found:
        raise Refused(reason_for_no_table(pages))
    rest, left = choose_sheets(found, door)
    left += unread_pages(pages, found)
    sheets = [_read(one, door, area_source, left) for one in rest]
    if len(sheets) == 1:
        return sheets[0]
    return RosterSheet(choices=tuple(
        dataclasses.replace(one, left=(*one.left, *_not_chosen(rest, other)))
        for one, other in zip(sheets, rest, strict=True)
    ))  # fmt: skip


def reason_for_no_table(pages: list[SheetPage]) -> str:
    if any(page.hidden for page in pages) and not any(page.rows for page in pages):
        return _("文件里的表都是隐藏的。请在 Excel 里取消隐藏，保存，再上传。")
    return _(
        "没有找到表头。表里要有一行写着各列的名字，例如：室号、建筑面积、业主、人数、"
        "0-6岁、60岁以上、房屋性质、联系电话。"
    )


def unread_pages(pages: list[SheetPage], found: list[SheetCandidate]) -> list[UnreadPart]:
    read = [one.page_view.page for one in found]
    return [
        UnreadPart(page.name, _("隐藏的表") if page.hidden else _("没有表头"))
        for page in pages if not any(page is one for one in read) and (page.hidden or page.rows)
    ]  # fmt: skip


def _not_chosen(rest: list[SheetCandidate], chosen_one: SheetCandidate) -> list[UnreadPart]:
    others = [one for one in rest if one is not chosen_one]
    return [UnreadPart(one.page_view.page.name, _("选的是另一张表")) for one in others]


def _read(one: SheetCandidate, door: str, area_source: str, left: list[UnreadPart]) -> RosterSheet:
    frame = frame_of(one.page_view, area_source=area_source, left=left)
    pieces = pieces_of(one.page_view, door=door, mixed=names_other_doors(one, door))
    untold = [row for piece in pieces for row in piece.body.untold]
    if untold:
        frame = dataclasses.replace(frame, wrong=(_of_no_building(untold, one.doors),))
    return join_pieces(frame, one.page_view, pieces)


def _of_no_building(untold: list[RosterRow], doors: frozenset[str]) -> CellError:
    first = untold[0]
    why = _(
        "这张表里有%(doors)s，第%(rows)s行没有写楼号，分不清是哪一栋楼的。"
        "请加一列楼号，或者只留这栋楼的几户，再上传。"
    ) % {
        "doors": numbers_of_doors(doors),
        "rows": row_numbers_in_words([row.number for row in untold]),
    }
    return CellError(first.number, "room", first.cells.get("room", ""), why, first.table)


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table of a page and the contents of its rows."""

    table: HeaderTable
    uses: ColumnUses
    body: TableRows


def frame_of(
    page_view: PageView, *, area_source: str, left: Iterable[UnreadPart] = ()
) -> RosterSheet:
    return RosterSheet(page=page_view.page.name, area_source=area_source, left=(*left, *_hidden_parts(page_view.page)),
                 skipped=tuple(_text_above_header(page_view)), columns=tuple(_hidden_columns(page_view)),
                 of_some=next(filter(is_partial_list, _titles(page_view)), ""), doubts=tuple(_doubts(page_view.page)))  # fmt: skip


def _titles(page_view: PageView) -> Iterator[str]:
    yield page_view.page.name
    for at, row in enumerate(page_view.page.rows[: page_view.tables[0].head]):
        if at not in page_view.page.hidden_rows:
            yield from (without_identity(text) for text in map(clean_cell, row) if text)


def _doubts(page: SheetPage) -> Iterator[str]:
    if struck := [at + 1 for at in page.struck if at not in page.hidden_rows]:
        yield _("第%(rows)s行有划了删除线的字，还是照样读了。不要了的，请删掉，再上传。") % {
            "rows": row_numbers_in_words(struck)
        }
    if page.blind:
        yield _(
            "这个文件看不出哪些行、哪些列是隐藏的，哪些格子是合并的，哪些格子出了错：隐藏的也读了，"
            "合并的只算第一格，出错的当作空着。最好用 Excel 或 WPS 另存为 .xlsx，再上传。"
        )


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


def _doubts_of_people(uses: ColumnUses, rows: list[RosterRow]) -> Iterator[str]:
    bands = uses.fields.intersection(BANDS)
    if bands and uses.fields.isdisjoint({"people", "aged_18_59"}):
        yield _("表里有年龄段，没有人数：18–59岁的人不知道有几个，新的户都算0人。")
    counted = [(row.cells.get("people"), row.cells.get("aged_60_up")) for row in rows]
    old = [people for people, aged in counted if people and people == aged]
    if uses.of_people and FEWEST_ELDERLY_HOUSEHOLDS <= len(old) == len(rows) and "0" not in old:
        yield _("列出来的人都满60岁。要是这张表只登记了老人，一户的人数就少了。")
    if uses.of_people and rows and all(map(_without_adults, rows)):
        yield _("列出来的人都不满18岁。要是这张表只登记了孩子，一户的人数就少了。")


def _without_adults(row: RosterRow) -> bool:
    if not row.listed or row.cells.get("people", "0") == "0":
        return False
    young = (row.cells.get("aged_0_6", "0"), row.cells.get("aged_7_17", "0"))
    return row.cells["people"] == str(sum(int(text) for text in young if text.isdecimal()))


def _doubts_of_addresses(body: TableRows) -> Iterator[str]:
    if body.elsewhere:
        yield _(
            "第%(rows)s行的地址写的不是这栋楼，没有读。是这栋楼的，请改好地址，或者去掉地址一列，再上传。"
        ) % {"rows": row_numbers_in_words(body.elsewhere)}


def doubt_of_unclear(rows: list[RosterRow]) -> str:
    return _(
        "第%(rows)s行的楼号“%(said)s”没有看懂是几号楼，没有读。一行请只写一栋楼的号码，例如 114 或 114号。"
    ) % {
        "rows": row_numbers_in_words([row.number for row in rows]),
        "said": quoted(shortened_row([rows[0].cells.get("door", "")])),
    }  # fmt: skip


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
        parts["doubts"] += _doubts_of_people(piece.uses, homes.rows)
        parts["doubts"] += _doubts_of_addresses(piece.body)
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


def _text_above_header(page_view: PageView) -> Iterator[SkippedRows]:
    for at, row in enumerate(page_view.page.rows):
        if not any(map(clean_cell, row)):
            continue
        if at in page_view.page.hidden_rows:
            yield SkippedRows(at + 1, shortened_row(row), _("隐藏的行"))
        elif at < page_view.tables[0].head:
            yield SkippedRows(at + 1, shortened_row(row), _("表头上面的字"))


def _hidden_columns(page_view: PageView) -> Iterator[UnreadColumn]:
    for at in sorted(page_view.page.hidden_columns):
        texts = [
            text for row in page_view.page.rows if at < len(row) and (text := clean_cell(row[at]))
        ]
        if texts:
            yield UnreadColumn(get_column_letter(at + 1), without_identity(texts[0]), _("隐藏的列"))


def _hidden_parts(page: SheetPage) -> Iterator[UnreadPart]:
    if page.beyond:
        yield UnreadPart(
            _("%(letter)s列右边的%(count)d格")
            % {"letter": get_column_letter(MAX_COLUMNS), "count": page.beyond},
            _("太靠右，没有读"),
        )


def _grouped_skipped_rows(rows: Iterable[SkippedRows]) -> list[SkippedRows]:
    skipped: list[SkippedRows] = []
    for row in sorted(rows, key=lambda row: row.number):
        before = skipped[-1] if skipped else None
        if before and row.door and before.door == row.door and row.number <= before.last + 1:
            skipped[-1] = dataclasses.replace(before, last=row.number)
        else:
            skipped.append(dataclasses.replace(row, last=row.number))
    return skipped
