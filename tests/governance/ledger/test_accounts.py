"""Two people do something with the same account or entry at the same time, on a real PostgreSQL."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse

from governance.ledger.actions import accounts, entries
from governance.ledger.models import Account, Entry
from governance.ledger.queries.accounts import balance_of, version_of_account
from louzu.lib.errors import Refused
from tests.factories.ledger import AccountFactory, EntryFactory, account_input, entry_input
from tests.side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = """SELECT count(*) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'"""


def wait_for_somebody_who_waits():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waits for the first one")


def after_another(first, second):
    """Run ``second`` while ``first`` is done and not yet committed."""

    def run():
        try:
            return second()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(run)
            wait_for_somebody_who_waits()
        return later.result(30)


@pytest.mark.parametrize("step", ["open", "rename", "reopen"])
def test_whoever_comes_second_is_told_that_the_name_is_taken(building, leader, treasurer, step):
    named = account_input(name="灯")
    other = AccountFactory(building=building, name="水管")
    if step == "reopen":
        other = AccountFactory(building=building, name="灯", closed_on=other.opened_on)
    told = after_another(
        lambda: accounts.open_account(building, named, by=leader),
        {
            "open": lambda: accounts.open_account(building, named, by=treasurer),
            "rename": lambda: accounts.edit_account(other, named, by=treasurer),
            "reopen": lambda: accounts.reopen_account(other, by=treasurer),
        }[step],
    )
    assert isinstance(told, Refused)
    assert "已经有一本“灯”了" in str(told)
    assert Account.objects.open().filter(name="灯").count() == 1


@pytest.mark.parametrize("step", ["open", "rename"])
def test_the_form_keeps_what_was_typed(building, leader, enter, step):
    account = AccountFactory(building=building, name="水管")
    form = {"name": "灯", "about": "楼道里的灯泡", "opened_on": "2021-01-01"}
    client = enter("leader")
    url = reverse("ledger:open", args=["114"])
    if step == "rename":
        url = reverse("ledger:edit", args=["114", account.pk])
        form["version"] = version_of_account(account)
    page = after_another(
        lambda: accounts.open_account(building, account_input(name="灯"), by=leader),
        lambda: client.post(url, form),
    )
    assert page.status_code == 200
    assert "已经有一本“灯”了" in page.text
    assert "楼道里的灯泡" in page.text


@pytest.fixture
def account(building):
    return AccountFactory(building=building, name="水管")


STEPS = {
    "confirm": lambda entry, by: entries.confirm_entry(entry, by=by),
    "refuse": lambda entry, by: entries.refuse_entry(entry, why="收据不对", by=by),
}


@pytest.mark.parametrize("second", [*STEPS, "withdraw"])
@pytest.mark.parametrize("first", STEPS)
def test_an_entry_is_settled_once_whoever_does_it_at_once(
    account, leader, treasurer, core, first, second
):
    entry = EntryFactory(account=account, waiting=True, entered_by=leader)
    told = after_another(
        lambda: STEPS[first](entry, treasurer),
        lambda: (
            entries.withdraw_entry(entry, by=leader)
            if second == "withdraw"
            else STEPS[second](Entry.objects.get(pk=entry.pk), core)
        ),
    )
    assert isinstance(told, Refused)
    entry.refresh_from_db()
    assert (entry.settled_by, entry.state) == (
        treasurer,
        {"confirm": "confirmed", "refuse": "refused"}[first],
    )


def test_two_tabs_reverse_an_entry_once(account, leader, treasurer):
    entry = EntryFactory(account=account, entered_by=leader)
    told = after_another(
        lambda: entries.reverse_entry(entry, why="多写一个0", by=leader),
        lambda: entries.reverse_entry(entry, why="多写一个0", by=treasurer),
    )
    assert isinstance(told, Refused)
    assert "已经有人冲正了" in str(told)
    assert entry.reversals.count() == 1


@pytest.mark.parametrize("write", ["enter", "reverse"])
@pytest.mark.parametrize("first", ["close", "write"])
def test_an_account_closes_before_or_after_an_entry_is_written(
    account, leader, treasurer, write, first
):
    """Whoever comes second is told: the account is closed, or the entry waits."""
    income = EntryFactory(account=account, fen=5, entered_by=leader)
    EntryFactory(account=account, fen=-5, entered_by=leader)
    steps = {
        "close": lambda: accounts.close_account(account, by=leader),
        "enter": lambda: entries.enter_entry(account, entry_input(), by=treasurer),
        "reverse": lambda: entries.reverse_entry(income, why="错", by=treasurer),
    }
    one, other = ("close", write) if first == "close" else (write, "close")
    told = after_another(steps[one], steps[other])
    assert isinstance(told, Refused)
    assert {"close": "已经结清了", "write": "还有等核对的账"}[first] in str(told)
    account.refresh_from_db()
    assert account.is_open == (first == "write")


def test_an_account_does_not_close_while_an_entry_is_confirmed(account, leader, treasurer):
    """An entry that waits, or was confirmed a moment before, stands in the way."""
    entry = EntryFactory(account=account, waiting=True, entered_by=leader)
    closed, confirmed = at_once(
        [
            lambda: accounts.close_account(account, by=leader),
            lambda: entries.confirm_entry(entry, by=treasurer),
        ]
    )
    assert (isinstance(closed, Refused), confirmed) == (True, entry)
    account.refresh_from_db()
    assert account.is_open
    assert balance_of(account) == entry.fen
