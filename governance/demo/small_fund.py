"""Keep the small fund of building 114: what advertising in the lift brings, and what it is spent on."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.demo.news import told
from governance.demo.pictures import paper
from governance.journal.actions import happening_on
from governance.ledger.actions.accounts import open_account
from governance.ledger.actions.entries import confirm_entry, enter_entry
from governance.ledger.inputs import AccountInput, EntryInput
from governance.ledger.models import Account
from residents.models import Building, User

Cast = dict[str, User]
DAYS_AGO = 130
ENTRIES = (
    (120, "电梯广告费，一个季度", 1_800_00),
    (115, "电梯电费", -172_40),
    (84, "楼道刷墙的油漆，六桶", -486_50),
    (60, "居委给的公益金", 1_000_00),
    (46, "电梯电费", -165_80),
    (32, "水表箱画画的颜料", -94_00),
)
"""Days ago, purpose, and amount in fen. Entered by the treasurer, confirmed by the leader."""
WAITING = (
    ("treasurer", 3, "三楼客厅的灯管", -128_00),
    ("treasurer", 2, "卖旧纸箱", 46_50),
    ("leader", 1, "电梯广告费，一个季度", 1_800_00),
)
"""By whom, days ago, purpose, amount: not confirmed by another yet."""


def keep(building: Building, cast: Cast) -> Account:
    opened = _ago(DAYS_AGO)
    with told(days_ago=DAYS_AGO), happening_on(opened):
        about = "电梯广告、卖废品的钱和公益金，花在楼里。"
        account = open_account(
            building, AccountInput("楼组公共账", about, opened), by=cast["leader"]
        )
    for days, purpose, fen in ENTRIES:
        with told(days_ago=days), happening_on(_ago(days)):
            data = EntryInput(_ago(days), purpose, fen, files=(paper("收据"),))
            confirm_entry(enter_entry(account, data, by=cast["treasurer"]), by=cast["leader"])
    for who, days, purpose, fen in WAITING:
        with told(days_ago=days):
            enter_entry(account, EntryInput(_ago(days), purpose, fen), by=cast[who])
    return account


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)
