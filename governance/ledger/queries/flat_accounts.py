"""Payments of each flat, compared with its share of the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.ledger.models import Account
from governance.ledger.queries.accounts import flats_with_payments
from governance.ledger.signals import shares_looked_up
from residents.models import Flat


@dataclass(frozen=True, slots=True)
class FlatAccount:
    """The sums of one flat, in fen."""

    flat: Flat
    paid: int
    """Payments of the flat, less refunds."""
    share: int | None
    """The flat's share of the cost, or None if no shares were agreed to."""

    @property
    def left(self) -> int:
        """The unpaid part of the share. Negative if the flat paid more than its share."""
        return (self.share or 0) - self.paid


@dataclass(frozen=True, slots=True)
class FlatAccounts:
    """The sums of all flats, for the leader and the treasurer."""

    rows: list[FlatAccount]
    agreed: bool
    """Whether shares were agreed to."""

    @property
    def paid(self) -> int:
        return sum(row.paid for row in self.rows)

    @property
    def share(self) -> int:
        return sum(row.share or 0 for row in self.rows)

    @property
    def left(self) -> int:
        """The sum of the unpaid parts. Overpayments of other flats are not subtracted."""
        return sum(max(0, row.left) for row in self.rows)


def flat_accounts_of(account: Account) -> FlatAccounts:
    answers: list[tuple[Any, Any]] = shares_looked_up.send(sender=Account, account=account)
    shares = next((found for _receiver, found in answers if found is not None), None)
    rows = flats_with_payments(account)
    told: dict[int, int] = shares or {}
    return FlatAccounts(
        [FlatAccount(flat, paid, told.get(flat.pk)) for flat, paid in rows], shares is not None
    )
