"""Entries that wait for a check, and accounts that were not posted."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.journal.causes import key_of
from governance.ledger.models import Account, Entry
from governance.ledger.queries.checking import (
    checks_entries,
    entries_waiting_for,
    waiting_entries_in,
)
from governance.ledger.queries.posting import accounts_to_post_in
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting, WaitingList


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield the entries that this person may check, one by one."""
    if not checks_entries(page.standing):
        return
    for entry in entries_waiting_for(page.building, page.standing, page.user):
        yield _entry_item(entry)


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield accounts whose last months hang nowhere."""
    for account in accounts_to_post_in(page.building):
        yield _account_item(account)


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    items = [
        Waiting(entry.account.name, format_day(entry.on), entry.get_absolute_url())
        for entry in waiting_entries_in(page.building)[:most]
    ]
    url = reverse("ledger:board", args=[page.building.slug])
    yield WaitingList(_("等核对的账"), items, url, order=50)


def _entry_item(entry: Entry) -> Waiting:
    note = _("记了一笔账，等您核对")
    url = entry.get_absolute_url()
    return Waiting(entry.account.name, note, url, _("去核对"), turn=True)


def _account_item(account: Account) -> Waiting:
    path = reverse("notices:write", args=[account.building.slug])
    return Waiting(
        account.name,
        _("上个月的账还没有贴出来"),
        f"{path}?from={key_of(account)}",
        heading=Heading.OVERDUE,
    )
