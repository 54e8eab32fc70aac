"""Entries that wait for a check, and accounts that were not posted."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    """Yield the accounts with entries that this person may check."""
    if not checks_entries(page.standing):
        return
    waiting = entries_waiting_for(page.building, page.standing, page.user)
    by_account: dict[int, list[Entry]] = {}
    for entry in waiting:
        by_account.setdefault(entry.account_id, []).append(entry)
    yield from map(_entries_item, by_account.values())


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


def _entries_item(entries: list[Entry]) -> Waiting:
    """Return the waiting entries of one account. The only one is opened at once."""
    account, n = entries[0].account, len(entries)
    note = ngettext("%(n)s笔账等您核对", "%(n)s笔账等您核对", n) % {"n": n}
    url = entries[0].get_absolute_url() if n == 1 else account.get_absolute_url()
    return Waiting(account.name, note, url, _("去核对"), turn=True)


def _account_item(account: Account) -> Waiting:
    path = reverse("notices:write", args=[account.building.slug])
    return Waiting(
        account.name,
        _("上个月的账还没有贴出来"),
        f"{path}?from={key_of(account)}",
        heading=Heading.OVERDUE,
    )
