"""The notice of the last months adds up with the one before it, and names no flat."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.ledger.queries.posting import (
    accounts_to_post_in,
    blocked_items,
    bulletin_of,
    has_untold_entries,
)
from governance.ledger.things import account_views_of, account_words_of
from governance.notices.actions import posting, writing
from governance.notices.models import Notice
from residents.models import Building, Standing
from tests.factories import FlatFactory
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(building, time_machine):
    time_machine.move_to(dt.datetime(2021, 5, 9, 4, tzinfo=dt.UTC))
    return AccountFactory(building=building, name="电梯的账")


def add(account, day, fen, **more):
    return EntryFactory(account=account, on=dt.date.fromisoformat(day), fen=fen, **more)


def post(account, leader):
    notice = writing.draft_notice(
        account.building, notice_input(), by=leader, cause=("ledger.account", account.pk)
    )
    return posting.post_notice(notice, by=leader)


def test_it_tells_what_came_and_went_until_the_last_month_ended(account):
    flats = [FlatFactory(building=account.building) for _ in range(3)]
    for flat in flats:
        add(account, "2021-04-02", 100_00, flat=flat)
    add(account, "2021-04-03", 50_00, purpose="补贴")
    add(account, "2021-04-20", -30_00, purpose="首期")
    add(account, "2021-05-02", -1_00, purpose="五月的")
    add(account, "2021-04-21", -2_00, purpose="等着", waiting=True)
    bulletin = bulletin_of(account)
    assert bulletin.title == "电梯的账（2021年4月）"
    text = bulletin.text
    assert "上月结余0.00元。" in text
    assert "收进来的：\n各家分摊款，3户一共300.00元\n2021-04-03　补贴　50.00元" in text
    assert "付出去的：\n2021-04-20　首期　30.00元" in text
    assert "本月结余320.00元。" in text
    assert "第281条" in text
    assert "只记账，不收钱" in text
    assert [word for word in ("五月的", "等着", str(flats[0])) if word in text] == []


USE = "动用维修资金12,000元修屋顶；2021年3月业主表决通过；某某公司承包"


def test_what_the_money_is_for_and_who_decided_is_posted_with_the_sums(enter, account):
    """The use of the maintenance fund is published: how much, for what, by whose decision, by whom."""
    type(account).objects.update(about=USE)
    account.refresh_from_db()
    add(account, "2021-04-20", -12_000_00, purpose="屋顶防水")
    text = bulletin_of(account).text
    assert text.startswith(USE)
    assert "2021-04-20　屋顶防水　12,000.00元" in text
    assert "至少每半年公布一次" in text
    sheet = enter("leader").get(reverse("ledger:sheet", args=["114", account.pk])).text
    assert (USE in sheet, "12,000.00" in sheet) == (True, True)


def test_what_was_taken_back_stands_where_it_was(account):
    wrong = add(account, "2021-04-02", -30_00, purpose="灯")
    add(account, "2021-04-03", 30_00, purpose="冲正“灯”：错", reverses=wrong)
    text = bulletin_of(account).text
    assert "付出去的：\n2021-04-02　灯　30.00元\n2021-04-03　冲正“灯”：错　冲回30.00元" in text


def test_what_one_or_two_flats_paid_waits_for_a_third(account, leader, time_machine):
    """The balances of the notices meet, and do not differ by what one flat paid."""
    add(account, "2021-04-01", 70_00, purpose="补贴", settled_at=timezone.now())
    flats = [FlatFactory(building=account.building) for _ in range(3)]
    for flat in flats[:2]:
        add(account, "2021-04-02", 100_00, flat=flat, settled_at=timezone.now())
    bulletin = bulletin_of(account)
    assert (bulletin.flats, bulletin.closing) == (0, 70_00)
    assert "满三户合在一起才写" in bulletin.text
    assert "各家分摊款" not in bulletin.text
    post(account, leader)
    time_machine.move_to(dt.datetime(2021, 5, 10, 4, tzinfo=dt.UTC))
    assert (has_untold_entries(account), bulletin_of(account)) == (False, None)
    add(account, "2021-04-09", 100_00, flat=flats[2], settled_at=timezone.now())
    bulletin = bulletin_of(account)
    assert (bulletin.opening, bulletin.closing) == (70_00, 370_00)
    assert "各家分摊款，3户一共300.00元" in bulletin.text
    assert "满三户" not in bulletin.text


def test_an_account_of_which_neighbours_read_nothing_yet_is_not_to_be_posted(account):
    for _ in range(2):
        add(account, "2021-04-02", 1_00, flat=FlatFactory(building=account.building))
    assert (accounts_to_post_in(account.building), has_untold_entries(account)) == ([], False)
    assert bulletin_of(account) is None
    add(account, "2021-04-02", 1_00, flat=FlatFactory(building=account.building))
    assert accounts_to_post_in(account.building) == [account]


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2021-04-02"], ("上月结余", "本月结余")),
        (["2021-03-02", "2021-04-02"], ("开始时结余", "结束时结余")),
        (["2021-05-02"], ("上月结余", "本月结余")),
    ],
)
def test_balances_are_named_as_on_the_sheet(account, days, names):
    for day in days:
        add(account, day, 50_00)
    text = bulletin_of(account).text
    assert [name for name in names if name not in text] == []
    assert "期结余" not in text


def test_the_next_one_begins_where_the_last_one_ended(account, leader, time_machine):
    add(account, "2021-03-02", 500_00, settled_at=timezone.now())
    post(account, leader)
    assert accounts_to_post_in(account.building) == []
    assert bulletin_of(account) is None
    time_machine.move_to(dt.datetime(2021, 7, 9, 4, tzinfo=dt.UTC))
    add(account, "2021-05-20", -20_00, settled_at=timezone.now())
    late = add(account, "2021-04-20", -3_00, purpose="四月的补记", settled_at=timezone.now())
    bulletin = bulletin_of(account)
    assert (bulletin.months, bulletin.opening, bulletin.closing) == (
        "2021年5月到2021年6月",
        500_00,
        477_00,
    )
    assert late in bulletin.entries
    assert accounts_to_post_in(account.building) == [account]


def test_the_month_that_goes_on_is_told_until_today(enter, account, leader, time_machine):
    add(account, "2021-04-02", 500_00, settled_at=timezone.now())
    post(account, leader)
    time_machine.move_to(dt.datetime(2021, 5, 12, 4, tzinfo=dt.UTC))
    client = enter("leader")
    page = client.get(account.get_absolute_url()).text
    assert ("贴通知告诉大家" in page, "没有新核对过的账" in page) == (False, True)
    add(account, "2021-05-11", -20_00, purpose="灯", settled_at=timezone.now())
    bulletin = bulletin_of(account)
    assert bulletin.title == "电梯的账（2021年5月起，到5月12日为止）"
    assert (bulletin.opening, bulletin.closing) == (500_00, 480_00)
    assert "2021-05-11　灯　20.00元" in bulletin.text
    time_machine.move_to(dt.datetime(2021, 5, 13, 4, tzinfo=dt.UTC))
    page = client.get(account.get_absolute_url()).text
    assert ("贴通知告诉大家" in page, "没有新核对过的账" in page) == (True, False)
    post(account, leader)
    assert (bulletin_of(account), has_untold_entries(account)) == (None, False)
    time_machine.move_to(dt.datetime(2021, 6, 2, 4, tzinfo=dt.UTC))
    bulletin = bulletin_of(account)
    assert (bulletin.months, bulletin.opening, bulletin.closing) == ("2021年5月", 500_00, 480_00)
    assert has_untold_entries(account)


def test_the_first_entries_of_an_account_are_told_at_once(account):
    add(account, "2021-05-02", 500_00)
    assert bulletin_of(account).months == "2021年5月起，到5月9日为止"
    assert account_words_of(account.building, account.pk).text


def test_a_draft_and_a_notice_that_was_taken_down_told_nothing(account, leader):
    add(account, "2021-04-02", 500_00, settled_at=timezone.now())
    writing.draft_notice(
        account.building, notice_input(), by=leader, cause=("ledger.account", account.pk)
    )
    assert accounts_to_post_in(account.building) == [account]
    posting.withdraw_notice(post(account, leader), reason="写错了", by=leader)
    assert accounts_to_post_in(account.building) == [account]
    assert bulletin_of(account).opening == 0


def test_a_long_list_is_summed_up_at_its_end(account, monkeypatch):
    monkeypatch.setattr("governance.ledger.queries.posting.MAX_LINES", 2)
    for day in ("01", "02", "03", "04"):
        add(account, f"2021-04-{day}", -1_00, purpose=f"第{day}")
    text = bulletin_of(account).text
    assert ("第02" in text, "第03" in text) == (True, False)
    assert "另外2笔，一共2.00元" in text
    assert "收进来的：\n没有" in text


@pytest.mark.parametrize("closed_on", [None, dt.date(2021, 5, 1)])
def test_an_account_waits_for_the_leader_until_it_is_posted_or_closed(
    enter, account, leader, closed_on
):
    add(account, "2021-04-02", 500_00)
    type(account).objects.update(closed_on=closed_on)
    today = enter("leader").get(reverse("today:today", args=["114"])).text
    assert ("上个月的账还没有贴出来" in today) == (closed_on is None)
    type(account).objects.update(closed_on=None)
    page = (
        enter("leader")
        .get(reverse("notices:write", args=["114"]) + f"?from=ledger.account:{account.pk}")
        .text
    )
    assert "电梯的账（2021年4月）" in page
    assert "本月结余500.00元" in page
    assert Notice.objects.count() == 0


def test_an_account_is_a_thing_of_members_alone(account, next_door):
    add(account, "2021-04-02", 500_00)
    (view,) = account_views_of([account.pk], Standing(households=(1,))).values()
    assert (view.title, view.state) == ("电梯的账", "结余500.00元")
    assert account_views_of([account.pk], Standing()) == {}
    assert account_words_of(next_door, account.pk) is None
    assert account_words_of(account.building, account.pk).headline == "电梯的账（2021年4月）"
    type(account).objects.update(closed_on=dt.date(2021, 5, 1))
    (view,) = account_views_of([account.pk], Standing(households=(1,))).values()
    assert view.state == "结清了"


@pytest.mark.parametrize(("day", "told"), [("2021-03-31", False), ("2021-02-28", True)])
def test_the_committee_is_told_of_an_account_that_was_not_posted_for_a_quarter(
    account, next_door, leader, django_assert_num_queries, day, told
):
    add(account, day, 500_00, settled_at=timezone.now())
    add(AccountFactory(building=next_door), "2021-04-30", 1)
    with django_assert_num_queries(2):
        items = list(blocked_items(Building.objects.all(), timezone.now()))
    assert [item.what for item in items] == (["电梯的账"] if told else [])
    post(account, leader)
    assert list(blocked_items(Building.objects.all(), timezone.now())) == []
