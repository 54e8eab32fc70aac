"""Search entries of accounts: name, purpose and confirmed entries. Never an amount or what a flat paid."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from governance.journal.models import Audience
from governance.ledger.models import Account, Entry, EntryQuerySet
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
    yield from map(_passage, _told_of(pk).order_by("pk"))


def newest_of(pk: int) -> Iterator[Passage]:
    return map(_passage, _told_of(pk).order_by("-settled_at", "-pk")[:1])


def nothing_of(_pk: int) -> Iterator[Passage]:
    return iter(())


def _told_of(account: int) -> EntryQuerySet:
    """Return confirmed entries that name no flat."""
    told = Entry.objects.confirmed().filter(account=account, flat=None)
    return told.select_related("account__building")


def _passage(entry: Entry) -> Passage:
    """Return the search entry of an entry, which leads to the month of its account."""
    return Passage(
        number=entry.pk + 1,
        audience=Audience.RESIDENTS,
        beneath=entry.account.name,
        text=entry.purpose,
        url=f"{entry.account.get_absolute_url()}?month={entry.on:%Y-%m}",
        at=local_datetime(entry.on),
    )


UNTOLD = (
    "entered",
    "refused",
    "withdrawn",
    "reversed",
    "proved",
    "share_confirmed",
    "share_returned",
    "share_reversed",
)
"""Verbs that change nothing that can be found."""
ADDING = {"ledger.confirmed": newest_of} | {f"ledger.{verb}": nothing_of for verb in UNTOLD}
SEARCHABLE = (Searchable("ledger.account", _("账本"), passages_of, ADDING),)
