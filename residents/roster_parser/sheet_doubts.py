"""Doubts about a sheet that somebody must look at before it is imported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from residents.roster_parser.cells import shortened_row
from residents.roster_parser.column_uses import ColumnUses
from residents.roster_parser.columns import BANDS
from residents.roster_parser.files import SheetPage
from residents.roster_parser.household_rows import row_numbers_in_words
from residents.roster_parser.sheet_data import RosterRow
from residents.roster_parser.table_rows import TableRows

FEWEST_ELDERLY_HOUSEHOLDS = 3
"""From this number of households on, a list of only people over 60 raises a doubt."""


def doubts_of_page(page: SheetPage) -> Iterator[str]:
    if struck := [at + 1 for at in page.struck if at not in page.hidden_rows]:
        yield _("第%(rows)s行有划了删除线的字，还是照样读了。不要了的，请删掉，再上传。") % {
            "rows": row_numbers_in_words(struck)
        }
    if page.blind:
        yield _(
            "这个文件看不出哪些行、哪些列是隐藏的，哪些格子是合并的，哪些格子出了错：隐藏的也读了，"
            "合并的只算第一格，出错的当作空着。最好用 Excel 或 WPS 另存为 .xlsx，再上传。"
        )


def doubts_of_people(uses: ColumnUses, rows: list[RosterRow]) -> Iterator[str]:
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


def doubts_of_addresses(body: TableRows) -> Iterator[str]:
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
    }
