"""The statement of an account as a workbook."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.ledger.models import Entry
from governance.ledger.presets import ABOUT_RECORD, HELD_BACK
from governance.ledger.queries.sheets import AccountSheet
from louzu.lib.money import FEN_IN_YUAN
from louzu.lib.spreadsheet import as_xlsx


def statement_as_xlsx(sheet: AccountSheet) -> bytes:
    """Return a sheet with a row for each entry and one with the sums. Amounts are numbers in yuan."""
    head = [
        _("日期"),
        _("为了什么"),
        _("哪一户"),
        sheet.received_name,
        _("付（元）"),
        sheet.balance_name,
        _("收据"),
    ]
    sums: list[list[object]] = [
        [_("账本"), str(sheet.account)],
        [_("月份"), sheet.months],
        [_("%(what)s（元）") % {"what": sheet.opening_name}, _yuan(sheet.opening)],
        [sheet.received_name, _yuan(sheet.received)],
        [_("付（元）"), _yuan(sheet.spent)],
        [_("%(what)s（元）") % {"what": sheet.closing_name}, _yuan(sheet.closing)],
        [_("说明"), str(ABOUT_RECORD)],
    ]
    if sheet.held_back:
        sums.append(["", str(HELD_BACK)])
    return as_xlsx({_("账目"): [head, *map(_row, sheet.rows)], _("合计"): [["", ""], *sums]})


def _row(entry: Entry) -> list[object]:
    if entry.shown_flats:
        purpose = _("各家交的分摊款合计")
        day: object = entry.shown_months
    else:
        purpose, day = entry.purpose, entry.on
    flat = str(entry.flat) if entry.flat and not entry.shown_flats else ""
    return [
        day,
        purpose,
        flat,
        _yuan_or_nothing(entry.shown_in),
        _yuan_or_nothing(entry.shown_out),
        _yuan(entry.shown_balance),
        0 if entry.shown_flats else len(entry.vouchers.all()),
    ]


def _yuan_or_nothing(fen: int | None) -> Decimal | None:
    return None if fen is None else _yuan(fen)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / FEN_IN_YUAN
