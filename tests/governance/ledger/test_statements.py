"""The workbook has the rows and sums of the page, as numbers."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from governance.ledger.queries.sheets import sheet_of
from governance.ledger.queries.sight import OF_NEIGHBOURS, Sight
from governance.ledger.statements import statement_as_xlsx
from tests.factories import FlatFactory
from tests.factories.ledger import AccountFactory, EntryFactory

pytestmark = pytest.mark.django_db
APRIL = {"since": dt.date(2021, 4, 1), "until": dt.date(2021, 4, 1)}


@pytest.fixture
def account(building):
    account = AccountFactory(building=building, name="电梯的账")
    EntryFactory(account=account, on=dt.date(2021, 3, 1), fen=10_00)
    wrong = EntryFactory(account=account, on=dt.date(2021, 4, 2), fen=-5_00, purpose="=1+1")
    EntryFactory(account=account, on=dt.date(2021, 4, 3), fen=5_00, purpose="冲正", reverses=wrong)
    flat = FlatFactory(building=building, room="602")
    EntryFactory(account=account, on=dt.date(2021, 4, 4), fen=1_23, purpose="分摊", flat=flat)
    return account


def let_two_more_pay(account):
    for _ in range(2):
        flat = FlatFactory(building=account.building)
        EntryFactory(account=account, on=dt.date(2021, 4, 4), fen=2_00, flat=flat)


def rows_of(account, sight, number=0):
    book = load_workbook(io.BytesIO(statement_as_xlsx(sheet_of(account, sight, **APRIL))))
    return [row[:6] for row in book.worksheets[number].iter_rows(min_row=2, values_only=True)]


def test_the_treasurer_gets_each_entry_with_its_flat(account):
    days = [dt.datetime.fromisoformat(f"2021-04-0{day}") for day in (2, 3, 4)]
    assert rows_of(account, Sight(everything=True, own_flats=frozenset())) == [
        (days[0], "'=1+1", None, None, 5, 5),
        (days[1], "冲正", None, None, -5, 10),
        (days[2], "分摊", "602室", 1.23, None, 11.23),
    ]


def test_a_neighbour_gets_the_flats_as_one_row(account):
    assert rows_of(account, OF_NEIGHBOURS)[-1][1] == "冲正"
    assert "满三户" in rows_of(account, OF_NEIGHBOURS, 1)[-1][1]
    let_two_more_pay(account)
    last = rows_of(account, OF_NEIGHBOURS)[-1]
    assert last == ("2021年4月", "各家交的分摊款合计", None, 5.23, None, 15.23)
    assert "满三户" not in rows_of(account, OF_NEIGHBOURS, 1)[-1][1]


def test_the_second_sheet_has_the_sums(account):
    let_two_more_pay(account)
    sums = dict(row[:2] for row in rows_of(account, OF_NEIGHBOURS, 1))
    assert (sums["上月结余（元）"], sums["收（元）"], sums["付（元）"]) == (10, 5.23, 0)
    assert (sums["账本"], sums["月份"], sums["本月结余（元）"]) == ("电梯的账", "2021年4月", 15.23)
