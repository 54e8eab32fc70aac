"""What waits for a check is one line for each account, and is on the list of who takes over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.ledger.actions import entries
from governance.ledger.models import Entry
from tests.factories import FlatFactory
from tests.factories.ledger import AccountFactory, EntryFactory, entry_input

pytestmark = pytest.mark.django_db
HOME, INBOX = "/b/114/", "/b/114/inbox/"


@pytest.fixture
def account(building):
    return AccountFactory(building=building, name="电梯的账")


def test_entries_of_one_account_are_one_line_that_leads_to_it(enter, account, leader, treasurer):
    only = EntryFactory(account=account, waiting=True, entered_by=leader)
    page = enter("treasurer").get(HOME).text
    assert "1笔账等您核对" in page
    assert only.get_absolute_url() in page
    EntryFactory(account=account, waiting=True, entered_by=leader, fen=7)
    entries.enter_entry(account, entry_input(fen=9), by=leader)
    page = enter("treasurer").get(INBOX).text
    assert "3笔账等您核对" in page
    assert account.get_absolute_url() in page


def test_it_waits_for_nobody_else(enter, account, leader, core, treasurer, resident, volunteer):
    flat = FlatFactory(building=account.building)
    entries.enter_entry(account, entry_input(fen=5, flat=flat), by=leader)
    shown = {
        persona: "1笔账等您核对" in enter(persona).get(HOME).text
        for persona in ("leader", "core", "treasurer", "resident", "volunteer")
    }
    assert shown == dict.fromkeys(shown, False) | {"treasurer": True}
    entries.confirm_entry(Entry.objects.get(), by=treasurer)
    assert "等您核对" not in enter("treasurer").get(HOME).text


def test_who_takes_over_finds_what_waits(enter, account, leader):
    EntryFactory(account=account, waiting=True)
    page = enter("leader").get(reverse("home:hand_over", args=["114"])).text
    assert "等核对的账" in page
    assert "电梯的账" in page


def test_a_treasurer_begins_at_home(enter, building, treasurer):
    assert reverse("ledger:board", args=["114"]) in enter("treasurer").get(HOME).text
