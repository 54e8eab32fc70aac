"""What each flat bears and paid, as the leader and the treasurer read it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.matters.apportionment import Method
from governance.matters.inputs import ShareInput
from residents.models import Flat
from tests.factories import UserFactory
from tests.factories.canvass import make_owner
from tests.factories.ledger import AccountFactory
from tests.factories.matters import MatterFactory
from tests.factories.shares import agreed_table, asked_table, pay

pytestmark = pytest.mark.django_db


def rows_of(enter, matter):
    page = enter("treasurer").get(reverse("ledger:flats", args=["114", matter.account_id])).text
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize("agreed", [False, True])
def test_each_flat_is_told_with_what_it_bears_once_that_is_agreed_to(enter, building, agreed):
    make_owner(building, rooms=("101", "201", "301", "401"))
    flats = {flat.room: flat for flat in Flat.objects.filter(building=building)}
    fixed = {"101": 0, "201": 200_00, "301": 300_00, "401": 500_00}
    shares = tuple(ShareInput(flats[room].pk, fixed=fen) for room, fen in fixed.items())
    account = AccountFactory(building=building)
    matter = MatterFactory(building=building, account=account)
    make = agreed_table if agreed else asked_table
    kind = {"total": 1000_00, "method": Method.fixed, "subsidies": (), "shares": shares}
    make(matter, UserFactory(), **kind)
    for room, fen in {"201": 200_00, "301": 100_00, "401": 501_00}.items():
        pay(matter, flats[room], fen)
    told = rows_of(enter, matter)
    owed = (
        "101室不出钱",
        "201室应出200.00元，已交200.00元，付清了",
        "301室应出300.00元，已交100.00元，还差200.00元",
        "401室应出500.00元，已交501.00元，多交了1.00元",
        "一共应出1,000.00元，已交801.00元，还差200.00元",
    )
    paid = ("101室还没有交", "201室已交200.00元", "301室已交100.00元", "一共已交801.00元")
    assert [words in told for words in owed] == [agreed] * 5
    assert [words in told for words in paid] == [not agreed] * 4
    assert ("还没有定" in told) == (not agreed)
