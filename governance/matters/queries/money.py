"""The money of a matter, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from governance.ledger.models import Account
from governance.ledger.queries.accounts import AccountTotals, totals_of
from governance.ledger.queries.entries import paid_by_own_flats
from governance.ledger.queries.readings import AccountReading, reading_of
from governance.ledger.queries.sight import keeps_accounts, sight_of, sums_sight_of
from governance.matters.models import Matter
from governance.matters.queries.shares import SharePage
from residents.models import Standing


@dataclass(frozen=True, slots=True)
class MatterMoney:
    """The account of a matter with its sums. To members they leave out what one or two flats paid."""

    account: Account
    totals: AccountTotals
    own: int | None
    """What the reader's own flats paid, in fen. None if they paid nothing, or if the shares on the
    same page tell it."""


def money_of(
    matter: Matter, standing: Standing, shares: SharePage | None = None
) -> MatterMoney | None:
    """Return None for a matter without an account. ``shares`` are those that the page shows, too."""
    account = matter.account
    if account is None:
        return None
    own = None if shares else paid_by_own_flats(account, sight_of(standing))
    if shares and not keeps_accounts(standing):
        reading = AccountReading(account, shares.payments)
    else:
        reading = reading_of(account, sums_sight_of(standing))
    return MatterMoney(account, totals_of(reading), own or None)
