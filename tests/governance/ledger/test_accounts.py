"""Two people give an account the same name at the same time, on a real PostgreSQL."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse

from governance.ledger.actions import accounts
from governance.ledger.models import Account
from governance.ledger.queries.accounts import version_of_account
from louzu.lib.errors import Refused
from tests.factories.ledger import AccountFactory, account_input

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
