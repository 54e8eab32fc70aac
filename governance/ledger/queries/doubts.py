"""Questions that a person has to answer before an entry is saved."""

from __future__ import annotations

from governance.ledger.inputs import EntryInput
from governance.ledger.models import Account
from governance.ledger.signals import payment_checked


def doubts_about(account: Account, data: EntryInput) -> list[str]:
    """Return the questions of other rooms about what a flat paid. Other entries raise none."""
    if data.flat is None or data.fen < 0:
        return []
    answers = payment_checked.send(sender=Account, account=account)
    return [str(question) for _receiver, question in answers if question]
