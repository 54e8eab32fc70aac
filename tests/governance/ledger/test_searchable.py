"""Accounts are found by name and purpose, and never by an amount."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.ledger.actions import accounts, entries
from governance.search.actions import reindex
from governance.search.models import Passage
from tests.factories.ledger import account_input, entry_input, make_confirmed_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("words", "found"), [("电梯", True), ("旧报纸", True), ("4321", False)])
def test_an_account_is_found_by_its_words(enter, building, leader, core, words, found):
    data = account_input(name="装电梯的账", about="也收旧报纸")
    account = accounts.open_account(building, data, by=leader)
    make_confirmed_entry(account, by=leader, other=core, fen=432_100)
    page = enter("resident").get(reverse("search:page", args=["114"]), {"q": words})
    assert (account.get_absolute_url() in page.text) is found


READERS = ("leader", "core", "resident", "staff")


@pytest.mark.parametrize("anew", [False, True], ids=["at once", "after reindex"])
def test_an_entry_is_found_by_its_purpose_and_leads_to_its_month(
    enter, building, leader, core, anew
):
    account = accounts.open_account(building, account_input(), by=leader)
    make_confirmed_entry(account, by=leader, other=core, purpose="楼道油漆")
    make_confirmed_entry(account, by=leader, other=core, purpose="灯泡")
    accounts.edit_account(account, account_input(name="公共账"), by=leader)
    if anew:
        reindex(building)
    for persona in READERS:
        client = enter(persona)
        page = client.get(reverse("search:page", args=["114"]), {"q": "油漆"}).text
        address = f"{account.get_absolute_url()}?month=2021-04"
        assert address in page, persona
        assert "公共账" in page
        assert "楼道油漆" in client.get(address).text
        assert "12.50" not in page


@pytest.mark.parametrize("persona", READERS)
def test_entries_of_flats_and_those_that_do_not_count_are_not_found(
    enter, building, leader, core, treasurer, household, persona
):
    account = accounts.open_account(building, account_input(), by=leader)
    of_flat = {"flat": household.flat, "fen": 900}
    share = make_confirmed_entry(account, by=leader, other=treasurer, purpose="油漆一", **of_flat)
    reversal = entries.reverse_entry(share, why="油漆五", by=leader)
    entries.confirm_entry(reversal, by=treasurer)
    entries.enter_entry(account, entry_input(purpose="油漆二"), by=leader)
    refused = entries.enter_entry(account, entry_input(purpose="油漆三"), by=leader)
    entries.refuse_entry(refused, why="不对", by=core)
    entries.withdraw_entry(
        entries.enter_entry(account, entry_input(purpose="油漆四"), by=leader), by=leader
    )
    for _again in range(2):
        page = enter(persona).get(reverse("search:page", args=["114"]), {"q": "油漆"}).text
        assert f'href="{account.get_absolute_url()}' not in page
        assert Passage.objects.filter(subject_type="ledger.account").count() == 1
        reindex(building)
