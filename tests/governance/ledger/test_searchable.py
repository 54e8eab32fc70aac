"""Accounts are found by name and purpose, and never by an amount."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.ledger.actions import accounts
from tests.factories.ledger import account_input, make_confirmed_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("words", "found"), [("电梯", True), ("旧报纸", True), ("4321", False)])
def test_an_account_is_found_by_its_words(enter, building, leader, core, words, found):
    data = account_input(name="装电梯的账", about="也收旧报纸")
    account = accounts.open_account(building, data, by=leader)
    make_confirmed_entry(account, by=leader, other=core, fen=432_100)
    page = enter("resident").get(reverse("search:page", args=["114"]), {"q": words})
    assert (account.get_absolute_url() in page.text) is found
