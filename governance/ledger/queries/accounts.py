"""Accounts and their sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Account, AccountQuerySet, Entry
from louzu.lib.paging import Keyset, Page
from louzu.lib.versions import version_of
from residents.models import Building, Flat

CLOSED_ACCOUNTS = Keyset(("closed_on", "pk"))
CONFIRMED = Q(entries__state=EntryState.CONFIRMED)
RECEIVED = (
    Q(flat__isnull=False) | Q(fen__gt=0, reverses=None) | Q(fen__lt=0, reverses__isnull=False)
)
"""What came in, as ``Entry.is_income`` says: a reversal counts on the side of the entry that it takes
back, and what a flat got back is less received, so that the rows of all readers have the same sums."""
IN_AND_OUT = {
    "received": Coalesce(Sum("fen", filter=RECEIVED), 0),
    "spent": Coalesce(-Sum("fen", filter=~RECEIVED), 0),
}


def open_accounts_in(building: Building) -> list[Account]:
    """Return open accounts with their balance, and the day and number of what they contain."""
    return list(with_sums(building.account_set.open()).order_by("pk"))


def closed_accounts_in(building: Building, *, after: str | None = None) -> Page[Account]:
    closed = building.account_set.filter(closed_on__isnull=False)
    return CLOSED_ACCOUNTS.page(closed, after)


def with_sums(accounts: AccountQuerySet) -> AccountQuerySet:
    """Annotate balance, day of the newest confirmed entry and number of waiting entries."""
    waiting = Q(entries__state=EntryState.WAITING)
    return accounts.with_balance().annotate(  # type: ignore[no-redef]  # declared on the model
        last_on=Max("entries__on", filter=CONFIRMED),
        waiting=Count("entries", filter=waiting),
    )


def version_of_account(account: Account) -> str:
    return version_of(account.name, account.about, account.opened_on)


def balance_of(account: Account) -> int:
    """Return the sum of the confirmed entries, in fen."""
    return _sum_of(Entry.objects.confirmed().filter(account=account))


def balance_before(account: Account, day: dt.date) -> int:
    """Return the balance in the morning of ``day``, in fen."""
    return _sum_of(Entry.objects.confirmed().filter(account=account, on__lt=day))


def paid_by_flat(account: Account) -> dict[int, int]:
    """Map flats to what was received from them less what they got back, in fen. Confirmed only."""
    paid = Entry.objects.confirmed().filter(account=account, flat__isnull=False)
    sums = paid.order_by().values_list("flat").annotate(paid=Sum("fen"))
    return dict(sums)


def flats_with_payments(account: Account) -> list[tuple[Flat, int]]:
    """Return the open flats of the building with what they paid, in fen, and closed ones that paid."""
    paid = paid_by_flat(account)
    flats = {flat.pk: flat for flat in Flat.objects.not_closed_in(account.building)}
    flats |= Flat.objects.in_bulk(paid.keys() - flats.keys())
    return [(flat, paid.get(pk, 0)) for pk, flat in flats.items()]


def received_and_spent(account: Account, *, since: dt.date, until: dt.date) -> tuple[int, int]:
    """Return what came in and what went out from ``since`` until the day before ``until``, in fen."""
    entries = Entry.objects.confirmed().filter(account=account, on__gte=since, on__lt=until)
    sums = entries.aggregate(**IN_AND_OUT)
    return sums["received"], sums["spent"]


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """All confirmed entries of an account, in fen."""

    received: int
    spent: int
    """Positive."""
    last_on: dt.date | None
    """The day of the newest entry, or None without entries."""

    @property
    def balance(self) -> int:
        return self.received - self.spent


def totals_of(account: Account) -> AccountTotals:
    entries = Entry.objects.confirmed().filter(account=account)
    return AccountTotals(**entries.aggregate(**IN_AND_OUT, last_on=Max("on")))


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The confirmed entries of one month, in fen."""

    month: dt.date
    """Its first day."""
    received: int
    spent: int
    """Positive."""
    balance: int
    """At the end of the month."""


def sums_by_month(account: Account) -> list[MonthSums]:
    """Return the months in which something was received or spent, the newest first."""
    entries = Entry.objects.confirmed().filter(account=account).order_by()
    rows = (
        entries.annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(**IN_AND_OUT)
        .order_by("month")
        .values_list("month", "received", "spent")
    )
    months, balance = [], 0
    for month, received, spent in rows:
        balance += received - spent
        months.append(MonthSums(month, received, spent, balance))
    return months[::-1]


def _sum_of(entries: QuerySet[Entry]) -> int:
    found: int | None = entries.aggregate(fen=Sum(F("fen")))["fen"]
    return found or 0
