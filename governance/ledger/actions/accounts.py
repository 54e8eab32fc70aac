"""Open, change, close and reopen accounts."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.journal.actions import enter, link
from governance.journal.models import LinkKind
from governance.ledger.inputs import AccountInput
from governance.ledger.models import Account
from governance.ledger.queries.accounts import balance_of, version_of_account
from governance.ledger.signals import account_opened
from louzu.lib.errors import Refused
from louzu.lib.money import yuan_size
from louzu.lib.quoting import quoted
from louzu.lib.versions import check_version
from residents.models import Building, User
from residents.rooms.waiting import Thing


@transaction.atomic
def open_account(
    building: Building, data: AccountInput, *, by: User, cause: Thing | None = None
) -> Account:
    """``cause`` is the thing whose money it records, if any. The signal names it."""
    account = Account(building=building)
    _write(account, data)
    _save(account)
    if cause:
        link(building, cause, account, LinkKind.CAME_FROM)
    enter(account, "ledger.opened", by=by)
    account_opened.send(sender=Account, account=account, cause=cause, by=by)
    return account


@transaction.atomic
def edit_account(
    account: Account, data: AccountInput, *, version: str | None = None, by: User
) -> Account:
    """Raises Stale if ``version`` is outdated, and Refused if an entry is older than its first day."""
    account = Account.objects.locked(account)
    refuse_closed_account(account)
    texts = [account.name, account.about]
    check_version(version, version_of_account(account), texts=texts)
    if account.entries.filter(on__lt=data.opened_on).exists():
        raise Refused(_("账本里已经有更早的账，“从哪天记起”不能晚于第一笔。"))
    _write(account, data)
    _save(account)
    enter(account, "ledger.edited", by=by)
    return account


@transaction.atomic
def close_account(account: Account, *, by: User) -> Account:
    """Close an account that is settled. Raises Refused if an entry waits or the balance is not zero."""
    account = Account.objects.locked(account)
    refuse_closed_account(account)
    if account.entries.waiting().exists():
        raise Refused(_("还有等核对的账。都核对完了，才能结清。"))
    if balance := balance_of(account):
        words = {"balance": yuan_size(balance)}
        if balance < 0:
            raise Refused(
                _("还超支%(balance)s元。先把垫的钱是哪里来的记上，账平了再结清。") % words
            )
        raise Refused(_("结余还有%(balance)s元。先把这笔钱的去处记上，结余是0了再结清。") % words)
    account.closed_on = max(timezone.localdate(), account.opened_on)
    account.save(update_fields=["closed_on"])
    enter(account, "ledger.closed", by=by)
    return account


@transaction.atomic
def reopen_account(account: Account, *, by: User) -> Account:
    account = Account.objects.locked(account)
    if account.is_open:
        raise Refused(_("这本账没有结清，可以接着记。"))
    _refuse_second_name(account)
    account.closed_on = None
    _save(account)
    enter(account, "ledger.reopened", by=by)
    return account


def refuse_closed_account(account: Account) -> None:
    if not account.is_open:
        raise Refused(_("这本账已经结清了。要接着记，先重新打开。"))


def _write(account: Account, data: AccountInput) -> None:
    account.name, account.about, account.opened_on = data.name, data.about, data.opened_on
    _refuse_second_name(account)


def _save(account: Account) -> None:
    """Raises Refused if another account has taken the name since it was looked up."""
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as taken:
        raise _name_taken(account) from taken


def _refuse_second_name(account: Account) -> None:
    others = account.building.account_set.open().filter(name=account.name).exclude(pk=account.pk)
    if others.exists():
        raise _name_taken(account)


def _name_taken(account: Account) -> Refused:
    words = {"name": quoted(account.name)}
    return Refused(_("已经有一本“%(name)s”了，请换个名称，免得记错。") % words)
