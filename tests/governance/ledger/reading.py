"""Who may read an entry in which state; see ``tests.architecture.reading``."""

from __future__ import annotations

from typing import Any

from governance.ledger.actions import entries
from governance.ledger.models import Account, Entry
from tests.architecture.cast import Cast
from tests.architecture.reading import (
    ACTS,
    MEMBERS,
    SOMETIMES,
    Made,
    Readers,
    Row,
    Say,
    Table,
    always,
)
from tests.factories.ledger import AccountFactory, entry_input, receipt_photo

KEEPERS: Readers = frozenset({"leader", "treasurer"})
CHECKERS: Readers = KEEPERS | {"core", "deputed"}
OF_A_FLAT = "of a flat"

TABLE: Table = {
    "ENTRY": (
        Row("waiting", CHECKERS),
        Row("confirmed", MEMBERS),
        Row("refused", CHECKERS),
        Row("withdrawn", CHECKERS),
        Row("waiting", KEEPERS, OF_A_FLAT),
        Row("confirmed", KEEPERS | {"resident"}, OF_A_FLAT),
        Row("refused", KEEPERS, OF_A_FLAT),
        Row("withdrawn", KEEPERS, OF_A_FLAT),
    ),
}
ADDRESSES = {
    "entry": always("ENTRY"),
    "voucher": always("ENTRY"),
    "account": SOMETIMES,
    "sheet": SOMETIMES,
    "statement": ACTS,
    "not_counted": SOMETIMES,
    "months": ACTS,
    "flats": ACTS,
    "edit": ACTS,
    "close": ACTS,
    "reopen": ACTS,
    "enter": ACTS,
    "confirm": ACTS,
    "refuse": ACTS,
    "withdraw": ACTS,
    "reverse": ACTS,
    "add_vouchers": ACTS,
}


def make(cast: Cast, say: Say) -> None:
    account = AccountFactory(building=cast.building)
    for when, more in (("", {}), (OF_A_FLAT, {"flat": cast.home.flat, "fen": 900})):
        _enter(cast, account, say("ENTRY", "waiting", when), **more)
        entry = _enter(cast, account, say("ENTRY", "confirmed", when), **more)
        entries.confirm_entry(entry, by=cast["treasurer"])
        entry = _enter(cast, account, say("ENTRY", "refused", when), **more)
        entries.refuse_entry(entry, why="收据不对", by=cast["treasurer"])
        entry = _enter(cast, account, say("ENTRY", "withdrawn", when), **more)
        entries.withdraw_entry(entry, by=cast["leader"])


def _enter(cast: Cast, account: Account, made: Made, **more: Any) -> Entry:
    """With a receipt that says the words too."""
    words = made.words
    purpose = f"{words.title}，{words.text}"
    file = receipt_photo(f"{words.text}.jpg", words.text.encode())
    data = entry_input(purpose=purpose, files=(file,), **more)
    entry = entries.enter_entry(account, data, by=cast["leader"])
    made.ids = (
        {
            "pk": account.pk,
            "entry": entry.pk,
            "number": entry.vouchers.get().pk,
            "size": "small",
        },
    )
    return entry
