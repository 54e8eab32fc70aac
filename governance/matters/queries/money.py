"""The money of a matter, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from governance.ledger.models import Account
from governance.ledger.queries.accounts import AccountTotals, totals_of
from governance.ledger.queries.entries import paid_by_own_flats
from governance.ledger.queries.sight import sight_of
from governance.matters.models import Matter
from residents.models import Standing


@dataclass(frozen=True, slots=True)
class MatterMoney:
    """The account of a matter with its sums, which all members read."""

    account: Account
    totals: AccountTotals
    own: int | None
    """What the reader's own flats paid, in fen. None if they paid nothing, or if the shares on the
    same page tell it."""


def money_of(matter: Matter, standing: Standing, *, shares: bool) -> MatterMoney | None:
    """Return None for a matter without an account. ``shares``: whether the page shows shares, too."""
    if matter.account is None:
        return None
    own = None if shares else paid_by_own_flats(matter.account, sight_of(standing))
    return MatterMoney(matter.account, totals_of(matter.account), own or None)
