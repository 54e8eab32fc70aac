"""The accounts of some months, for paper and files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.ledger.models import Account, Entry
from governance.ledger.months import format_months
from governance.ledger.queries.accounts import balance_before, received_and_spent
from governance.ledger.queries.entries import month_after, rows_shown_to
from governance.ledger.queries.readings import reading_of
from governance.ledger.queries.sight import Sight

MAX_ROWS = 2000


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """The rows of some months, the oldest first, with their sums in fen."""

    account: Account
    since: dt.date
    until: dt.date
    """The first days of the first and the last month."""
    opening: int
    received: int
    spent: int
    rows: list[Entry]
    names_flats: bool
    """Whether it says what each flat paid."""
    held_back: bool
    """Whether what one or two flats paid is left out."""

    @property
    def closing(self) -> int:
        return self.opening + self.received - self.spent

    @property
    def received_name(self) -> str:
        return _("写得出来的收入（元）") if self.held_back else _("收（元）")

    @property
    def balance_name(self) -> str:
        return _("写得出来的结余（元）") if self.held_back else _("结余（元）")

    @property
    def opening_name(self) -> str:
        if self.held_back:
            return (
                _("上月写得出来的结余") if self.since == self.until else _("开始时写得出来的结余")
            )
        return _("上月结余") if self.since == self.until else _("开始时的结余")

    @property
    def closing_name(self) -> str:
        if self.held_back:
            return (
                _("本月写得出来的结余") if self.since == self.until else _("结束时写得出来的结余")
            )
        return _("本月结余") if self.since == self.until else _("结束时的结余")

    @property
    def months(self) -> str:
        return format_months(self.since, self.until)


def sheet_of(account: Account, sight: Sight, *, since: dt.date, until: dt.date) -> AccountSheet:
    """``since`` and ``until`` are the first days of the first and the last month."""
    over = month_after(until)
    reading = reading_of(account, sight)
    rows = rows_shown_to(reading, since=since, until=over).prefetch_related("vouchers")
    received, spent = received_and_spent(reading, since=since, until=over)
    return AccountSheet(
        account=account,
        since=since,
        until=until,
        opening=balance_before(reading, since),
        received=received,
        spent=spent,
        rows=list(rows.order_by("on", "pk")[:MAX_ROWS]),
        names_flats=sight.everything,
        held_back=reading.held_back,
    )


def has_month(account: Account, month: dt.date) -> bool:
    """Return whether the account was kept in the month that begins on this day."""
    last = account.closed_on or timezone.localdate()
    return account.opened_on.replace(day=1) <= month <= last


def last_month_of(account: Account) -> dt.date:
    """Return the first day of the last month with a confirmed entry, or of this month."""
    newest = account.entries.confirmed().order_by("-on").values_list("on", flat=True).first()
    return (newest or timezone.localdate()).replace(day=1)
