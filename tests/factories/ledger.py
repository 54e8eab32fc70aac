from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.ledger.actions import entries
from governance.ledger.inputs import AccountInput, EntryInput
from governance.ledger.models import Account, Entry
from louzu.lib.uploads import CleanPhoto, File
from tests.factories.residents import BuildingFactory, FlatFactory, UserFactory


class AccountFactory(Factory):
    """An open account of last year, without entries."""

    class Meta:
        model = Account

    building = factory.SubFactory(BuildingFactory)
    name = factory.Sequence(lambda n: f"电梯的账{n}")
    opened_on = dt.date(2020, 1, 1)


class EntryFactory(Factory):
    """An entry that was confirmed."""

    class Meta:
        model = Entry

    account = factory.SubFactory(AccountFactory)
    on = dt.date(2021, 4, 10)
    purpose = "买灯泡"
    fen = -1250
    state = "confirmed"
    entered_by = factory.SubFactory(UserFactory)
    settled_by = factory.SubFactory(UserFactory)
    settled_at = factory.LazyFunction(timezone.now)

    class Params:
        waiting = factory.Trait(state="waiting", settled_by=None, settled_at=None)
        refused = factory.Trait(state="refused", why="收据不对")
        withdrawn = factory.Trait(state="withdrawn", settled_by=factory.SelfAttribute("entered_by"))


def account_input(**more):
    return AccountInput(
        **{"name": "电梯的账", "about": "各家分摊", "opened_on": dt.date(2020, 1, 1)} | more
    )


def entry_input(**more):
    return EntryInput(**{"on": dt.date(2021, 4, 10), "purpose": "买灯泡", "fen": -1250} | more)


def receipt_photo(name="收据.jpg", text=b"jpeg"):
    return File(name, CleanPhoto(text, text, 64, 48))


def make_confirmed_entry(account, *, by, other, **more):
    """Enter and confirm an entry by the actions."""
    entry = entries.enter_entry(account, entry_input(**more), by=by)
    return entries.confirm_entry(entry, by=other)


def make_account_with_marker(building, user, word):
    """An account with ``word`` in its texts, and with a confirmed entry and a receipt that say it, too.
    Another entry of a flat waits."""
    account = AccountFactory(building=building, name=word[:60], about=word)
    data = entry_input(purpose=word, files=(receipt_photo(f"{word}.jpg", word.encode()),))
    entry = make_confirmed_entry_of(account, data, by=user)
    flat = FlatFactory(building=building)
    share = entry_input(purpose=word, fen=5, flat=flat)
    waiting = entries.enter_entry(account, share, by=UserFactory())
    file = entry.vouchers.get()
    return [
        {"pk": account.pk, "entry": entry.pk, "number": file.pk, "size": "small"},
        {"pk": account.pk, "entry": waiting.pk},
    ]


def make_confirmed_entry_of(account, data, *, by):
    """Enter an entry and let somebody else confirm it."""
    return entries.confirm_entry(entries.enter_entry(account, data, by=by), by=UserFactory())
