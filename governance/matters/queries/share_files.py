"""The workbook of a share table."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.matters.queries.shares import SharePage, ShareRow
from louzu.lib.money import FEN_IN_YUAN
from louzu.lib.spreadsheet import as_xlsx


def workbook_of(page: SharePage) -> bytes:
    """Return a workbook with the shares of all flats, and one with the rule. Sums are numbers."""
    head = [_("室号"), *page.columns, _("应出（元）"), _("已付（元）"), _("差额（元）")]
    rows: list[list[object]] = [[*head, _("同意没有"), _("付清没有")]]
    rows += [_row(row) for row in page.rows]
    blank: list[object] = [""] * len(page.columns)
    rows.append([_("各户合计"), *blank, _yuan(page.due), _yuan(page.paid)])
    rows.append([_("除不尽的零头，哪家也不出"), *blank, _yuan(page.table.rest_fen)])
    return as_xlsx({_("各户分摊"): rows, _("怎么算的"): _rule(page)})


def _row(row: ShareRow) -> list[object]:
    return [
        str(row.line.flat),
        *row.cells,
        _yuan(row.line.fen),
        _yuan(row.paid),
        _yuan(row.left) if row.due else "",
        row.agreement,
        row.balance,
    ]


def _rule(page: SharePage) -> list[list[object]]:
    table = page.table
    rows: list[list[object]] = [
        [table.matter.title, str(table)],
        [_("一共要花（元）"), _yuan(table.total_fen)],
        *([subsidy.name, _yuan(subsidy.fen), how] for subsidy, how in page.subsidies),
        [_("余下由各户分摊（元）"), _yuan(page.left)],
        [_("怎么分"), table.rule],
    ]
    rows += [[_("怎么算"), sentence] for sentence in page.how]
    return [*rows, [_("零头"), page.rest]] if page.rest else rows


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / FEN_IN_YUAN
