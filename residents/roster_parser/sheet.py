"""Read a file for one building.

Every sheet, row and column is either used or reported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.errors import Refused
from residents.roster_parser.cells import clean_cell, shortened_row
from residents.roster_parser.files import MAX_COLUMNS, SheetPage, pages_of
from residents.roster_parser.household_rows import row_numbers_in_words
from residents.roster_parser.identity import without_identity
from residents.roster_parser.record_doubts import is_partial_list
from residents.roster_parser.sheet_choice import (
    SheetCandidate,
    candidates_of,
    choose_sheets,
    names_other_doors,
    numbers_of_doors,
)
from residents.roster_parser.sheet_data import (
    CellError,
    RosterRow,
    RosterSheet,
    SkippedRows,
    UnreadColumn,
    UnreadPart,
)
from residents.roster_parser.sheet_doubts import doubts_of_page
from residents.roster_parser.table_pieces import join_pieces, pieces_of
from residents.roster_parser.tables import PageView


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


def frame_of(
    page_view: PageView, *, area_source: str, left: Iterable[UnreadPart] = ()
) -> RosterSheet:
    return RosterSheet(page=page_view.page.name, area_source=area_source, left=(*left, *_hidden_parts(page_view.page)),
                 skipped=tuple(_text_above_header(page_view)), columns=tuple(_hidden_columns(page_view)),
                 of_some=next(filter(is_partial_list, _titles(page_view)), ""), doubts=tuple(doubts_of_page(page_view.page)))  # fmt: skip


def _titles(page_view: PageView) -> Iterator[str]:
    yield page_view.page.name
    for at, row in enumerate(page_view.page.rows[: page_view.tables[0].head]):
        if at not in page_view.page.hidden_rows:
            yield from (without_identity(text) for text in map(clean_cell, row) if text)


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
