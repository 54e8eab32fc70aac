from __future__ import annotations

import rules
from django.contrib.auth.models import AnonymousUser

from governance.ledger.lifecycle import ENTRY, EntryState
from governance.ledger.models import Account, Entry
from residents.models import User
from residents.people.rules import (
    add_read_perm,
    can_take,
    in_time,
    is_core,
    is_leader,
    is_member,
    is_owner_elsewhere,
    is_treasurer,
)

VOUCHED = (EntryState.WAITING, EntryState.CONFIRMED)


@rules.predicate
def is_open(_user: User | AnonymousUser, account: Account) -> bool:
    return account.is_open


@rules.predicate
def entered_it(user: User | AnonymousUser, entry: Entry) -> bool:
    return entry.entered_by_id == user.pk


@rules.predicate
def is_of_own_home(_user: User | AnonymousUser, entry: Entry) -> bool:
    """Whether it is a payment of the reader's own home. The query has annotated it."""
    return entry.is_own


@rules.predicate
def names_a_flat(_user: User | AnonymousUser, entry: Entry) -> bool:
    return entry.flat_id is not None


@rules.predicate
def may_be_reversed(_user: User | AnonymousUser, entry: Entry) -> bool:
    confirmed = entry.state == EntryState.CONFIRMED and entry.account.is_open
    return confirmed and entry.reverses_id is None


@rules.predicate
def may_be_proved(_user: User | AnonymousUser, entry: Entry) -> bool:
    return entry.state in VOUCHED


keeps_accounts = is_leader | is_treasurer
checks = (keeps_accounts | (is_core & ~names_a_flat)) & ~entered_it & ~is_of_own_home

add_read_perm("ledger.browse", is_member)
add_read_perm("ledger.read", is_member)  # an account, or an entry that the reader's query found
add_read_perm("ledger.read_flats", keeps_accounts)  # what each flat paid
add_read_perm("ledger.read_not_counted", keeps_accounts | is_core)
add_read_perm("ledger.read_own", is_member | is_owner_elsewhere)
rules.add_perm("ledger.open", keeps_accounts)
rules.add_perm("ledger.edit", keeps_accounts & in_time(is_open))
rules.add_perm("ledger.enter", keeps_accounts & in_time(is_open))
rules.add_perm("ledger.close", keeps_accounts & in_time(is_open))
rules.add_perm("ledger.reopen", keeps_accounts & in_time(~is_open))
rules.add_perm("ledger.confirm", checks & can_take(ENTRY, "confirm"))
rules.add_perm("ledger.refuse", checks & can_take(ENTRY, "refuse"))
rules.add_perm("ledger.withdraw", entered_it & can_take(ENTRY, "withdraw"))
rules.add_perm("ledger.reverse", keeps_accounts & in_time(may_be_reversed))
rules.add_perm("ledger.add_voucher", keeps_accounts & in_time(may_be_proved))
