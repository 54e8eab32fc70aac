"""What was given back, taken back or overspent is told in words, the same on every page."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from governance.ledger.actions import entries
from governance.ledger.models import Account
from governance.ledger.queries.posting import bulletin_of
from louzu.lib.money import MINUS
from tests.factories import UserFactory
from tests.factories.canvass import make_owner
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.matters import MatterFactory
from tests.factories.shares import proposed_table

pytestmark = pytest.mark.django_db
MARCH, APRIL = dt.date(2021, 3, 10), dt.date(2021, 4, 10)
MEMBERS = ("leader", "treasurer", "core", "volunteer", "resident", "staff")
NEIGHBOURS = ("core", "volunteer", "resident", "staff")


@pytest.fixture
def account(building, household):
    """In March three flats pay and more goes out than came in. In April the resident's payment and a part
    of what went out are reversed, and the other flats get something back."""
    owner = make_owner(building, rooms=("101", "501"))
    other, third = (one.flat for one in owner.ownerships.order_by("pk"))
    matter = MatterFactory(building=building, title="装电梯")
    proposed_table(matter, UserFactory())
    account = matter.account = AccountFactory(building=building, name="电梯的账")
    matter.save(update_fields=["account"])
    paid = EntryFactory(account=account, on=MARCH, fen=1_000_00, flat=household.flat)
    EntryFactory(account=account, on=MARCH, fen=50_00, flat=other)
    EntryFactory(account=account, on=MARCH, fen=7_00, flat=third)
    EntryFactory(account=account, on=MARCH, fen=-22_612_22)
    bulb = EntryFactory(account=account, on=MARCH, fen=-300_00)
    more = {"account": account, "on": APRIL, "purpose": "冲正"}
    EntryFactory(**more, fen=-1_000_00, flat=household.flat, reverses=paid)
    EntryFactory(**more, fen=300_00, reverses=bulb)
    EntryFactory(account=account, on=APRIL, fen=-5_00, flat=other)
    EntryFactory(account=account, on=APRIL, fen=-7_00, flat=third)
    return account


def pages_of(account):
    ledger = {name: reverse(f"ledger:{name}", args=["114"]) for name in ("board", "mine")}
    for name in ("account", "months", "flats", "sheet", "statement"):
        ledger[name] = reverse(f"ledger:{name}", args=["114", account.pk])
    ledger["month"] = ledger["account"] + "?month=2021-04"
    ledger["sheet"] += "?month=2021-04"
    ledger["statement"] += "?since=2021-03&until=2021-04"
    ledger |= {
        f"entry {entry.fen}": reverse("ledger:entry", args=["114", entry.pk])
        for entry in account.entries.all()
    }
    matter = ["114", account.matter.pk]
    of_matter = {name: reverse(f"matters:{name}", args=matter) for name in ("page", "shares")}
    of_matter["printed"] = reverse("matters:printed_shares", args=[*matter, 1])
    return ledger | of_matter | {"data": reverse("mine:data")}


def texts_of(client, account):
    answers = {name: client.get(url) for name, url in pages_of(account).items()}
    return {name: answer.text for name, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize("persona", MEMBERS)
def test_no_amount_has_a_minus_sign_on_any_page(enter, account, persona):
    texts = texts_of(enter(persona), account)
    assert {"board", "account", "months", "sheet", "statement", "page", "shares"} <= texts.keys()
    assert [name for name, text in texts.items() if MINUS in text] == []
    words = {name: " ".join(re.sub("<[^>]*>", "", text).split()) for name, text in texts.items()}
    for name in ("board", "account", "months", "month", "sheet", "statement", "page"):
        assert re.search("超支(，有人先垫着)? ?22,567.22", words[name]), name


@pytest.mark.parametrize("persona", NEIGHBOURS)
def test_neighbours_read_one_sum_that_the_flats_got_back(enter, account, persona):
    texts = texts_of(enter(persona), account)
    for name in ("account", "months", "month", "sheet", "statement"):
        assert "退回1,012.00" in texts[name], name
        assert "付出1,012.00" not in texts[name], name


def test_the_flat_reads_that_its_payment_was_taken_back(enter, account):
    texts = texts_of(enter("resident"), account)
    for name in ("mine", "shares", "data"):
        assert "冲回1,000.00元" in texts[name], name
    assert "2021年4月10日付" not in texts["shares"]


@pytest.mark.parametrize("persona", ["leader", "resident"])
def test_the_columns_have_the_sums_of_the_page(enter, account, persona):
    url = reverse("ledger:statement", args=["114", account.pk])
    book = load_workbook(
        io.BytesIO(enter(persona).get(url + "?since=2021-03&until=2021-04&form=xlsx").content)
    )
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    received, spent = (
        sum(Decimal(str(row[column])) for row in rows if row[column] is not None)
        for column in (3, 4)
    )
    assert (received, spent) == (Decimal("45.00"), Decimal("22612.22"))
    page = enter(persona).get(url + "?since=2021-03&until=2021-04").text
    assert ("45.00" in page, "22,612.22" in page) == (True, True)


def test_the_notice_says_what_was_given_back(account):
    Account.objects.filter(pk=account.pk).update(opened_on=MARCH)
    text = bulletin_of(account).text
    assert MINUS not in text
    assert "各家分摊款，3户一共45.00元" in text
    assert "冲正　冲回300.00元" in text
    assert "结束时超支22,567.22元。" in text


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        ("payment", "ledger.share_confirmed"),
        ("refund", "ledger.share_returned"),
        ("reversal", "ledger.share_reversed"),
    ],
)
def test_the_journal_says_whether_a_flat_paid_or_got_back(
    building, account, leader, treasurer, household, kind, verb
):
    entry = EntryFactory(
        account=account,
        fen=-100 if kind == "refund" else 100,
        flat=household.flat,
        entered_by=leader,
        waiting=kind != "reversal",
    )
    if kind == "reversal":
        entry = entries.reverse_entry(entry, why="记错了", by=leader)
    entries.confirm_entry(entry, by=treasurer)
    assert building.journal.order_by("number").last().verb == verb
