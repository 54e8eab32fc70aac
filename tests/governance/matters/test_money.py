"""The account of a matter, and what its page tells of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.journal.models import Line
from governance.ledger.models import Account
from tests.factories import FlatFactory, HouseholdFactory, MembershipFactory
from tests.factories.ledger import AccountFactory, make_confirmed_entry
from tests.factories.matters import MatterFactory
from tests.factories.shares import proposed_table

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 4, 10)


@pytest.fixture
def matter(building):
    return MatterFactory(building=building, title="给114号装一部电梯")


@pytest.fixture
def account(matter):
    matter.account = AccountFactory(building=matter.building, name="电梯的账")
    matter.save()
    return matter.account


def opened_from(client, matter, name="电梯的账"):
    address = f"{reverse('ledger:open', args=['114'])}?from=matters.matter:{matter.pk}"
    data = {"name": name, "about": "", "opened_on": "2020-01-01"}
    return client.post(address, data, follow=True)


def page_of(client, matter):
    return client.get(matter.get_absolute_url()).content.decode()


def test_an_account_opened_from_a_matter_holds_its_money(enter, matter):
    client = enter("leader")
    assert f"from=matters.matter:{matter.pk}" in page_of(client, matter)
    opened_from(client, matter)
    matter.refresh_from_db()
    assert matter.account == Account.objects.get()
    shown = page_of(client, matter)
    assert ("还余" in shown, f"from=matters.matter:{matter.pk}" in shown) == (True, True)
    assert "要收钱、付钱的，开一本账" not in shown


@pytest.mark.parametrize("has_shares", [True, False])
def test_shares_and_account_are_offered_in_one_place(enter, matter, leader, has_shares):
    matter.has_shares = has_shares
    matter.save(update_fields=["has_shares"])
    ways = ("要各家出钱的，算一算怎么分摊", "要收钱、付钱的，开一本账")
    page = page_of(enter("leader"), matter)
    before, _first, after = page.partition(ways[0])
    assert ways[1] in after.partition("</div>")[0]
    assert (before.rpartition("<summary>")[2].startswith("要花钱的：算分摊、开一本账")) == (
        not has_shares
    )
    assert [way for way in ways if way in page_of(enter("resident"), matter)] == []


@pytest.mark.parametrize(("stage", "told"), [("doing", False), ("done", True), ("kept", True)])
def test_a_finished_matter_tells_what_was_paid_beside_what_was_planned(
    enter, matter, account, household, leader, core, stage, told
):
    proposed_table(matter, leader, total=65_000_000)
    make_confirmed_entry(account, by=leader, other=core, fen=-64_777_700)
    type(matter).objects.filter(pk=matter.pk).update(stage=stage)
    words = "原来打算花650,000.00元，到现在实际付了647,777.00元。"
    assert (words in page_of(enter("leader"), matter)) == told


def test_a_matter_has_one_account(enter, matter):
    client = enter("leader")
    opened_from(client, matter)
    second = opened_from(client, matter, name="另一本").content.decode()
    assert "这件事已经有一本“电梯的账”了" in second
    assert Account.objects.count() == 1


def test_an_account_without_a_cause_is_of_the_building(enter, building, matter):
    enter("leader").post(
        reverse("ledger:open", args=["114"]),
        {"name": "公益金", "about": "", "opened_on": "2020-01-01"},
    )
    matter.refresh_from_db()
    assert (matter.account, Account.objects.get().name) == (None, "公益金")


def test_members_read_the_sums_and_their_own_payment(
    enter, building, matter, account, resident, leader, core
):
    own = resident.memberships.get().household.flat
    other = FlatFactory(building=building)
    make_confirmed_entry(account, by=leader, other=core, fen=30000, purpose="补贴")
    make_confirmed_entry(account, by=leader, other=core, fen=-1250)
    make_confirmed_entry(account, by=leader, other=_treasurer(building), fen=777, flat=own)
    make_confirmed_entry(account, by=leader, other=_treasurer(building), fen=555, flat=other)
    shown = page_of(enter("resident"), matter)
    assert [f"{yuan}元" in shown for yuan in ("300.00", "12.50", "287.50")] == [True] * 3
    assert "还有一两户交的" in shown
    third = FlatFactory(building=building)
    make_confirmed_entry(account, by=leader, other=_treasurer(building), fen=444, flat=third)
    shown = page_of(enter("resident"), matter)
    assert [f"{yuan}元" in shown for yuan in ("317.76", "12.50", "305.26")] == [True] * 3
    assert "还有一两户交的" not in shown
    assert ("您家一共交了7.77元" in shown, "5.55元" in shown) == (True, False)
    foreign = page_of(enter("core"), matter)
    assert ("您家一共交了" in foreign, "7.77元" in foreign, "5.55元" in foreign) == (False,) * 3


def test_a_payment_stands_at_its_own_day_in_the_timeline(matter, account, leader, core):
    make_confirmed_entry(account, by=leader, other=core, fen=-1250, on=DAY)
    line = Line.objects.get(verb="ledger.confirmed")
    assert (line.happened_on, timezone.localdate(line.at)) == (DAY, timezone.localdate())


def _treasurer(building):
    return MembershipFactory(household=HouseholdFactory(building=building)).user
