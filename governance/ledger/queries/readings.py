"""What a reader adds up of an account: entries one by one, and what flats paid in sums of at least three.

Confirmed payments of flats are joined in the order in which they were confirmed, until three flats
stand behind them; then their sum counts for all readers. What one or two flats paid since counts for
none but the leader and the treasurer, in no figure at all. So a sum that was told once never changes,
and no two figures differ by what one flat paid. Once an account is closed, its balance of zero tells
the rest, which is joined to the last sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from governance.ledger.models import MIN_TOLD_FLATS, Account, Entry, EntryQuerySet
from governance.ledger.queries.sight import Sight


@dataclass(frozen=True, slots=True)
class PaidTogether:
    """Payments of several flats, less what they got back, that are read as one sum in fen."""

    entry: int
    """Primary key of the last of them by day, at whose place the sum stands."""
    since: dt.date
    on: dt.date
    """The days of the first and of the last."""
    at: dt.datetime
    """The time at which the last was confirmed."""
    by_flat: dict[int, int]

    @property
    def fen(self) -> int:
        return sum(self.by_flat.values())

    @property
    def month(self) -> dt.date:
        return self.on.replace(day=1)


@dataclass(frozen=True, slots=True)
class FlatPayments:
    """What flats paid into an account."""

    told: list[PaidTogether] = field(default_factory=list)
    """In the order in which they were confirmed."""
    untold: dict[int, int] = field(default_factory=dict)
    """What one or two flats paid since, by flat."""

    @property
    def held_back(self) -> bool:
        """Whether figures leave something out."""
        return any(self.untold.values())

    @property
    def untold_fen(self) -> int:
        return sum(self.untold.values())

    @property
    def told_by_flat(self) -> dict[int, int]:
        return _added(*(one.by_flat for one in self.told))

    @property
    def by_flat(self) -> dict[int, int]:
        return _added(self.told_by_flat, self.untold)

    @property
    def by_month(self) -> list[PaidTogether]:
        """The sums that stand in the same month as one, the earliest first."""
        months: dict[dt.date, PaidTogether] = {}
        for one in self.told:
            before = months.get(one.month)
            months[one.month] = _joined(before, one) if before else one
        return [months[month] for month in sorted(months)]


@dataclass(frozen=True, slots=True)
class AccountReading:
    """An account with what a reader adds up of it."""

    account: Account
    payments: FlatPayments | None
    """What flats paid together, or None if the reader sees each entry."""

    @property
    def entries(self) -> EntryQuerySet:
        """The confirmed entries that are read one by one."""
        found = Entry.objects.confirmed().filter(account=self.account)
        return found if self.payments is None else found.filter(flat=None)

    @property
    def held_back(self) -> bool:
        return self.payments is not None and self.payments.held_back

    @property
    def sums(self) -> list[PaidTogether]:
        """What flats paid together, in the order in which it was confirmed."""
        return self.payments.told if self.payments else []

    def paid(self, *, since: dt.date | None = None, until: dt.date | None = None) -> int:
        """Return what flats paid together from ``since`` until the day before ``until``, in fen."""
        return sum(
            one.fen
            for one in self.sums
            if (since is None or one.on >= since) and (until is None or one.on < until)
        )


def reading_of(account: Account, sight: Sight) -> AccountReading:
    payments = None if sight.everything else payments_told_of([account])[account.pk]
    return AccountReading(account, payments)


@dataclass(frozen=True, slots=True)
class _Payment:
    entry: int
    flat: int
    on: dt.date
    fen: int
    at: dt.datetime


def payments_told_of(accounts: Collection[Account]) -> dict[int, FlatPayments]:
    """Map accounts to what their flats paid, as those read it who do not see each payment."""
    paid = Entry.objects.confirmed().filter(account__in=accounts, flat__isnull=False)
    rows = paid.order_by("settled_at", "pk") if accounts else paid.none()
    of_account: dict[int, list[_Payment]] = {account.pk: [] for account in accounts}
    fields = ("account", "pk", "flat", "on", "fen", "settled_at")
    for account, pk, flat, on, fen, at in rows.values_list(*fields):
        of_account[account].append(_Payment(pk, flat, on, fen, at))
    return {
        account.pk: _told(of_account[account.pk], everything=not account.is_open)
        for account in accounts
    }


def _told(payments: list[_Payment], *, everything: bool) -> FlatPayments:
    sums = list(_in_sums(payments))
    told = [one for one in sums if _are_enough(one)]
    rest = [payment for one in sums[len(told) :] for payment in one]
    if rest and everything:
        told, rest = [*told[:-1], [*(told[-1] if told else []), *rest]], []
    return FlatPayments([_together(one) for one in told], _by_flat(rest))


def _in_sums(payments: list[_Payment]) -> Iterator[list[_Payment]]:
    """Yield payments of three flats each. The last may be of fewer."""
    found: list[_Payment] = []
    for payment in payments:
        found.append(payment)
        if _are_enough(found):
            yield found
            found = []
    if found:
        yield found


def _are_enough(payments: list[_Payment]) -> bool:
    """Whether three flats paid. One that got back what it had paid hides nobody."""
    return sum(fen != 0 for fen in _by_flat(payments).values()) >= MIN_TOLD_FLATS


def _by_flat(payments: list[_Payment]) -> dict[int, int]:
    return _added(*({payment.flat: payment.fen} for payment in payments))


def _together(payments: list[_Payment]) -> PaidTogether:
    last = max(payments, key=lambda payment: (payment.on, payment.entry))
    since = min(payment.on for payment in payments)
    at = max(payment.at for payment in payments)
    return PaidTogether(last.entry, since, last.on, at, _by_flat(payments))


def _joined(one: PaidTogether, other: PaidTogether) -> PaidTogether:
    last = max(one, other, key=lambda sum_: (sum_.on, sum_.entry))
    since, at = min(one.since, other.since), max(one.at, other.at)
    return PaidTogether(last.entry, since, last.on, at, _added(one.by_flat, other.by_flat))


def _added(*sums: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for by_flat in sums:
        for flat, fen in by_flat.items():
            found[flat] = found.get(flat, 0) + fen
    return found
