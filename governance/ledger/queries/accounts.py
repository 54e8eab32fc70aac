"""Accounts and their sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from governance.ledger.lifecycle import EntryState
from governance.ledger.models import Account, AccountQuerySet, Entry, EntryQuerySet
from governance.ledger.queries.readings import AccountReading, payments_told_of
from governance.ledger.queries.sight import Sight
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


def open_accounts_in(building: Building, sight: Sight) -> list[Account]:
    """Return open accounts with the balance that the reader sees, and the day of the newest entry."""
    found = list(with_sums(building.account_set.open()).order_by("pk"))
    show_balances(found, sight)
    return found


def show_balances(accounts: Collection[Account], sight: Sight) -> None:
    """Take from each ``balance`` what the reader does not see, and set ``held_back``."""
    if sight.everything or not accounts:
        return
    payments = payments_told_of(accounts)
    for account in accounts:
        account.balance -= payments[account.pk].untold_fen
        account.held_back = payments[account.pk].held_back


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
    """Return the sum of the confirmed entries, in fen, for those who see each."""
    return _sum_of(Entry.objects.confirmed().filter(account=account))


def balance_shown(reading: AccountReading) -> int:
    return _sum_of(reading.entries) + reading.paid()


def balance_before(reading: AccountReading, day: dt.date) -> int:
    """Return the balance in the morning of ``day``, in fen."""
    return _sum_of(reading.entries.filter(on__lt=day)) + reading.paid(until=day)


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


def received_and_spent(
    reading: AccountReading, *, since: dt.date, until: dt.date
) -> tuple[int, int]:
    """Return what came in and what went out from ``since`` until the day before ``until``, in fen."""
    sums = reading.entries.filter(on__gte=since, on__lt=until).aggregate(**IN_AND_OUT)
    return sums["received"] + reading.paid(since=since, until=until), sums["spent"]


def spent_from(account: Account) -> int:
    """Return what went out so far, in fen. What a flat got back is not part of it."""
    spent: int = Entry.objects.confirmed().filter(account=account).aggregate(**IN_AND_OUT)["spent"]
    return spent


@dataclass(frozen=True, slots=True)
class AccountTotals:
    """All that a reader sees of an account, in fen."""

    received: int
    spent: int
    """Positive."""
    last_on: dt.date | None
    """The day of the newest entry, or None without entries."""
    held_back: bool = False
    """Whether what one or two flats paid is left out."""

    @property
    def balance(self) -> int:
        return self.received - self.spent


def totals_of(reading: AccountReading) -> AccountTotals:
    sums = reading.entries.aggregate(**IN_AND_OUT, last_on=Max("on"))
    days = [one.on for one in reading.sums] + [sums["last_on"]]
    return AccountTotals(
        received=sums["received"] + reading.paid(),
        spent=sums["spent"],
        last_on=max((day for day in days if day), default=None),
        held_back=reading.held_back,
    )


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The sums of one month as one reader is shown them, in fen."""

    month: dt.date
    """Its first day."""
    received: int
    spent: int
    """Positive."""
    balance: int
    """At the end of the month."""


def sums_by_month(reading: AccountReading) -> list[MonthSums]:
    """Return the months in which something was received or spent, the newest first."""
    rows = (
        reading.entries.order_by()
        .annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(**IN_AND_OUT)
        .values_list("month", "received", "spent")
    )
    sums = {month: (received, spent) for month, received, spent in rows}
    for one in reading.sums:
        received, spent = sums.get(one.month, (0, 0))
        sums[one.month] = (received + one.fen, spent)
    months, balance = [], 0
    for month, (received, spent) in sorted(sums.items()):
        balance += received - spent
        months.append(MonthSums(month, received, spent, balance))
    return months[::-1]


def _sum_of(entries: EntryQuerySet) -> int:
    found: int | None = entries.aggregate(fen=Sum(F("fen")))["fen"]
    return found or 0
