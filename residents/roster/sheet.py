"""A file into what it says of one building: which sheet, which tables, which rows.

Whatever is in the file is used or named: every sheet, row and column.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from louzu.lib.errors import Refused
from residents.roster.choosing import Candidate, candidates_of, chosen
from residents.roster.files import MOST_COLUMNS, Page, pages_of
from residents.roster.found import Column, Left, Read, Sheet, Skipped
from residents.roster.identity import without_identity
from residents.roster.people import folded
from residents.roster.rows import Body, Part, body_of, clean, words_of
from residents.roster.tables import Sight, Table
from residents.roster.uses import Uses, uses_of


def sheet_of(content: bytes, *, area_source: str = "register", door: str = "") -> Sheet:
    """``door`` is the building's number; with "" every row is taken.

    Raises Refused where no sheet of the file has a header row, or all are of other buildings.
    """
    return sheet_among(pages_of(content), area_source=area_source, door=door)


def sheet_among(pages: list[Page], *, area_source: str = "register", door: str = "") -> Sheet:
    """As ``sheet_of``, of a file that is read already."""
    found = candidates_of(pages)
    if not found:
        raise Refused(why_nothing(pages))
    rest, left = chosen(found, door)
    left += pages_left(pages, found)
    sheets = [_read(one, door, area_source, left) for one in rest]
    if len(sheets) == 1:
        return sheets[0]
    return Sheet(choices=tuple(
        dataclasses.replace(one, left=(*one.left, *_not_chosen(rest, other)))
        for one, other in zip(sheets, rest, strict=True)
    ))  # fmt: skip


def why_nothing(pages: list[Page]) -> str:
    """The sentence for a file without any table."""
    if any(page.hidden for page in pages) and not any(page.rows for page in pages):
        return _("文件里的表都是隐藏的。请在 Excel 里取消隐藏，保存，再上传。")
    return _(
        "没有找到表头。表里要有一行写着各列的名字，例如：室号、建筑面积、业主、人数、"
        "0-6岁、60岁以上、房屋性质、联系电话。"
    )


def pages_left(pages: list[Page], found: list[Candidate]) -> list[Left]:
    """Sheets without a table, and hidden ones."""
    read = [one.sight.page for one in found]
    return [
        Left(page.name, _("隐藏的表") if page.hidden else _("没有表头"))
        for page in pages if not any(page is one for one in read) and (page.hidden or page.rows)
    ]  # fmt: skip


def _not_chosen(rest: list[Candidate], chosen_one: Candidate) -> list[Left]:
    others = [one for one in rest if one is not chosen_one]
    return [Left(one.sight.page.name, _("选的是另一张表")) for one in others]


def _read(one: Candidate, door: str, area_source: str, left: list[Left]) -> Sheet:
    sight = one.sight
    frame = frame_of(sight, area_source=area_source, left=left)
    return put_together(frame, sight, pieces_of(sight, door=door))


@dataclass(frozen=True, slots=True)
class Piece:
    """A table of a page, and what its rows hold."""

    table: Table
    uses: Uses
    body: Body


def frame_of(sight: Sight, *, area_source: str, left: Iterable[Left] = ()) -> Sheet:
    """What a page says outside its tables."""
    return Sheet(page=sight.page.name, area_source=area_source, left=(*left, *_unseen(sight.page)),
                 skipped=tuple(_above(sight)), columns=tuple(_hidden_columns(sight)))  # fmt: skip


def pieces_of(sight: Sight, *, door: str = "", running: str = "") -> list[Piece]:
    """The tables of a page that have a column of rooms. ``running`` as for ``body_of``."""
    pieces: list[Piece] = []
    for table in sight.tables:
        uses = uses_of(sight, table)
        if "room" in uses.fields:
            body = body_of(Part(sight, table, uses, len(pieces), door), running=running)
            running = body.door
            pieces.append(Piece(table, uses, body))
    return pieces


def put_together(sheet: Sheet, sight: Sight, pieces: Iterable[Piece]) -> Sheet:
    """With the rows of people put together to households."""
    for table, uses, body in ((one.table, one.uses, one.body) for one in pieces):
        homes = folded(sight, body.rows, uses)
        letters = {name: columns[0].letter for name, columns in uses.by_field.items()}
        sheet = dataclasses.replace(
            sheet,
            tables=(*sheet.tables, {**_without_identity(letters), **homes.letters}),
            heads=(*sheet.heads, *range(table.head + 1, table.first + 1)),
            read=(*sheet.read, *_columns_read(uses)),
            columns=(*sheet.columns, *uses.left),
            rows=(*sheet.rows, *homes.rows),
            skipped=(*sheet.skipped, *body.skipped),
            identity=(*sheet.identity, *body.identity),
            wrong=(*sheet.wrong, *body.wrong, *homes.wrong),
            sums=(*sheet.sums, *body.sums),
            left=(*sheet.left, *homes.left),
            ageless=sheet.ageless + homes.ageless,
        )
    return _tidied(sheet)


def _without_identity(letters: dict[str, str]) -> dict[str, str]:
    return {name: letter for name, letter in letters.items() if name != "identity"}


def _columns_read(uses: Uses) -> Iterator[Read]:
    for name, columns in uses.by_field.items():
        if name != "identity":
            yield from (Read(use.letter, use.header, name) for use in columns)


def _above(sight: Sight) -> Iterator[Skipped]:
    """What stands above the first header, and rows that are hidden."""
    for at, row in enumerate(sight.page.rows):
        if not any(map(clean, row)):
            continue
        if at in sight.page.hidden_rows:
            yield Skipped(at + 1, words_of(row), _("隐藏的行"))
        elif at < sight.tables[0].head:
            yield Skipped(at + 1, words_of(row), _("表头上面的字"))


def _hidden_columns(sight: Sight) -> Iterator[Column]:
    for at in sorted(sight.page.hidden_columns):
        said = [text for row in sight.page.rows if at < len(row) and (text := clean(row[at]))]
        if said:
            yield Column(get_column_letter(at + 1), without_identity(said[0]), _("隐藏的列"))


def _unseen(page: Page) -> Iterator[Left]:
    if page.beyond:
        yield Left(
            _("%(letter)s列右边的%(count)d格")
            % {"letter": get_column_letter(MOST_COLUMNS), "count": page.beyond},
            _("太靠右，没有读"),
        )
    if page.blind:
        yield Left(
            _("隐藏的行和列"),
            _("这种文件看不出哪些行、哪些列是隐藏的，都读了。有隐藏的，请另存为 .xlsx 再上传"),
        )


def _tidied(sheet: Sheet) -> Sheet:
    """Rows in their order; those of another building, which come by the hundred, put together."""
    skipped: list[Skipped] = []
    for row in sorted(sheet.skipped, key=lambda row: row.number):
        before = skipped[-1] if skipped else None
        if before and row.door and before.door == row.door and row.number <= before.last + 1:
            skipped[-1] = dataclasses.replace(before, last=row.number)
        else:
            skipped.append(dataclasses.replace(row, last=row.number))
    columns = tuple(dict.fromkeys(sheet.columns))
    return dataclasses.replace(sheet, skipped=tuple(skipped), columns=columns)
