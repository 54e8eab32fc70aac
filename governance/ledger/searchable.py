"""Search entries of accounts: name and purpose, never an amount."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.journal.models import Audience
from governance.ledger.models import Account
from governance.search.models import Passage
from louzu.lib.time import local_datetime
from residents.rooms.contributions import Searchable


def passages_of(pk: int) -> Iterator[Passage]:
    for account in Account.objects.filter(pk=pk).select_related("building"):
        yield Passage(
            audience=Audience.RESIDENTS,
            title=account.name,
            text=account.about,
            url=account.get_absolute_url(),
            at=local_datetime(account.opened_on),
        )


SEARCHABLE = (Searchable("ledger.account", _("账本"), passages_of),)
