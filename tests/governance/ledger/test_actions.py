"""Entries are entered by one person, checked by another, and never changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from governance.inbox.models import Message, Reason
from governance.ledger.actions import accounts, entries
from governance.ledger.messages import MESSAGE_TYPES
from governance.ledger.models import Account, Entry, Voucher
from governance.ledger.queries.accounts import balance_of, version_of_account
from louzu.lib.errors import Refused, Stale
from tests.factories import FlatFactory, MembershipFactory, OfficeFactory
from tests.factories.ledger import (
    AccountFactory,
    EntryFactory,
    account_input,
    entry_input,
    make_confirmed_entry,
    receipt_photo,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def account(building):
    return AccountFactory(building=building, name="电梯的账")


def lines(building):
    rows = building.journal.order_by("number")
    return list(rows.values_list("verb", "audience", "subject_title"))


def type_of(code):
    return next(kind for kind in MESSAGE_TYPES if kind.code == code)


def told(code, entry):
    kind = type_of(code)
    return sorted(one.user_id for one in kind.recipients_of(kind.load(entry.pk)))


def test_an_account_is_opened_renamed_closed_and_reopened(building, leader):
    account = accounts.open_account(building, account_input(name="灯"), by=leader)
    version = version_of_account(account)
    account = accounts.edit_account(account, account_input(name="楼灯"), version=version, by=leader)
    assert (account.name, account.about, account.is_open) == ("楼灯", "各家分摊", True)
    account = accounts.close_account(account, by=leader)
    assert account.closed_on == TODAY
    assert accounts.reopen_account(account, by=leader).is_open
    assert lines(building) == [
        ("ledger.opened", "residents", "灯"),
        ("ledger.edited", "residents", "楼灯"),
        ("ledger.closed", "residents", "楼灯"),
        ("ledger.reopened", "residents", "楼灯"),
    ]


def test_two_people_who_rename_an_account_see_each_others_words(account, leader):
    version = version_of_account(account)
    accounts.edit_account(account, account_input(name="甲"), version=version, by=leader)
    with pytest.raises(Stale) as stale:
        accounts.edit_account(account, account_input(name="乙"), version=version, by=leader)
    assert stale.value.newest == ["甲", "各家分摊"]


def test_two_open_accounts_have_different_names(account, building, leader):
    with pytest.raises(Refused, match="已经有一本"):
        accounts.open_account(building, account_input(), by=leader)
    accounts.close_account(account, by=leader)
    accounts.open_account(building, account_input(), by=leader)
    with pytest.raises(Refused, match="已经有一本"):
        accounts.reopen_account(account, by=leader)


def test_the_first_day_cannot_move_past_an_entry(account, leader):
    EntryFactory(account=account, on=dt.date(2021, 4, 10))
    with pytest.raises(Refused, match="更早的账"):
        accounts.edit_account(account, account_input(opened_on=dt.date(2021, 4, 11)), by=leader)


def test_an_account_is_closed_when_it_is_settled(account, leader, core):
    entry = entries.enter_entry(account, entry_input(fen=500), by=leader)
    with pytest.raises(Refused, match="还有等核对的账"):
        accounts.close_account(account, by=leader)
    entries.confirm_entry(entry, by=core)
    with pytest.raises(Refused, match=r"结余还有5\.00元"):
        accounts.close_account(account, by=leader)
    make_confirmed_entry(account, by=leader, other=core, fen=-500)
    account = accounts.close_account(account, by=leader)
    with pytest.raises(Refused, match="已经结清了"):
        entries.enter_entry(account, entry_input(), by=leader)
    with pytest.raises(Refused, match="已经结清了"):
        entries.reverse_entry(entry, why="错", by=leader)
    with pytest.raises(Refused, match="已经结清了"):
        accounts.close_account(account, by=leader)


def test_an_entry_counts_once_another_person_has_confirmed_it(account, building, leader, core):
    entry = entries.enter_entry(account, entry_input(files=(receipt_photo("收据.jpg"),)), by=leader)
    assert (entry.state, balance_of(account), entry.vouchers.count()) == ("waiting", 0, 1)
    entry = entries.confirm_entry(entry, by=core)
    assert (entry.state, entry.settled_by, balance_of(account)) == ("confirmed", core, -1250)
    assert lines(building) == [
        ("ledger.entered", "residents", "电梯的账"),
        ("ledger.confirmed", "residents", "电梯的账付出12.50元，买灯泡"),
    ]


def test_nobody_confirms_their_own_entry_or_that_of_their_home(account, leader, treasurer):
    entry = entries.enter_entry(account, entry_input(), by=leader)
    for action in (entries.confirm_entry, entries.refuse_entry):
        why = {"why": "错"} if action is entries.refuse_entry else {}
        with pytest.raises(Refused, match="自己记的账"):
            action(entry, by=leader, **why)
    home = treasurer.memberships.get().household
    own = entries.enter_entry(account, entry_input(fen=900, flat=home.flat), by=leader)
    with pytest.raises(Refused, match="您自己家的钱"):
        entries.confirm_entry(own, by=treasurer)


def test_an_entry_is_settled_once(account, leader, core, treasurer):
    entry = entries.enter_entry(account, entry_input(), by=leader)
    entries.refuse_entry(entry, why="收据看不清", by=core)
    for settle in (entries.confirm_entry, entries.refuse_entry):
        why = {"why": "错"} if settle is entries.refuse_entry else {}
        with pytest.raises(Refused, match="没有算"):
            settle(entry, by=treasurer, **why)
    with pytest.raises(Refused, match="没有算"):
        entries.withdraw_entry(entry, by=leader)
    assert balance_of(account) == 0


def test_whoever_entered_it_takes_it_back_while_it_waits(account, leader, core, treasurer):
    entry = entries.enter_entry(account, entry_input(), by=leader)
    with pytest.raises(Refused, match="只有记的人能收回"):
        entries.withdraw_entry(entry, by=treasurer)
    assert entries.withdraw_entry(entry, by=leader).state == "withdrawn"
    with pytest.raises(Refused, match="自己收回了"):
        entries.confirm_entry(entry, by=core)


def test_a_mistake_is_reversed_and_nothing_is_erased(account, leader, treasurer):
    """Right value 6 of the anchors: 100.00 entered for 10.00."""
    wrong = make_confirmed_entry(account, by=treasurer, other=leader, fen=10_000, purpose="灯")
    reversal = entries.reverse_entry(wrong, why="多写一个0", by=treasurer)
    assert (reversal.fen, reversal.state, reversal.on) == (-10_000, "waiting", TODAY)
    assert reversal.purpose == "冲正“灯”：多写一个0"
    assert balance_of(account) == 10_000
    with pytest.raises(Refused, match="自己记的账"):
        entries.confirm_entry(reversal, by=treasurer)
    entries.confirm_entry(reversal, by=leader)
    make_confirmed_entry(account, by=treasurer, other=leader, fen=1_000, purpose="灯")
    assert balance_of(account) == 1_000
    assert account.entries.confirmed().count() == 3


def test_an_entry_is_reversed_once_and_a_reversal_never(account, leader, treasurer):
    entry = make_confirmed_entry(account, by=treasurer, other=leader)
    reversal = entries.reverse_entry(entry, why="错", by=treasurer)
    with pytest.raises(Refused, match="已经有人冲正"):
        entries.reverse_entry(entry, why="错", by=leader)
    entries.refuse_entry(reversal, why="没有错", by=leader)
    again = entries.reverse_entry(entry, why="真的错", by=treasurer)
    entries.confirm_entry(again, by=leader)
    with pytest.raises(Refused, match="冲正的账不能再冲正"):
        entries.reverse_entry(again, why="错", by=leader)


def test_a_waiting_entry_is_not_reversed(account, leader):
    entry = entries.enter_entry(account, entry_input(), by=leader)
    with pytest.raises(Refused, match="还没有核对的账不用冲正"):
        entries.reverse_entry(entry, why="错", by=leader)


def test_a_reversal_of_a_flats_payment_names_the_same_flat(account, leader, treasurer):
    flat = FlatFactory(building=account.building)
    paid = make_confirmed_entry(account, by=treasurer, other=leader, fen=500, flat=flat)
    assert entries.reverse_entry(paid, why="记到别家了", by=leader).flat == flat


def test_a_receipt_may_follow_and_stays(account, building, leader, core):
    entry = make_confirmed_entry(account, by=leader, other=core)
    entries.add_vouchers(entry, [receipt_photo("发票.jpg")], by=leader)
    assert [file.name for file in entry.vouchers.all()] == ["发票.jpg"]
    assert lines(building)[-1] == ("ledger.proved", "residents", "电梯的账")
    gone = entries.withdraw_entry(entries.enter_entry(account, entry_input(), by=leader), by=leader)
    with pytest.raises(Refused, match="自己收回了"):
        entries.add_vouchers(gone, [receipt_photo("发票.jpg")], by=leader)


def test_an_entry_is_of_the_time_and_the_house_of_its_account(account, leader, next_door):
    with pytest.raises(Refused, match="从2020年1月1日记起"):
        entries.enter_entry(account, entry_input(on=dt.date(2019, 12, 31)), by=leader)
    flat = FlatFactory(building=next_door)
    with pytest.raises(Refused, match="不在这栋楼里"):
        entries.enter_entry(account, entry_input(flat=flat), by=leader)


def test_those_are_told_who_may_check_it_until_it_is_settled(
    account, building, leader, core, treasurer, volunteer, resident
):
    entry = entries.enter_entry(account, entry_input(), by=leader)
    assert told("ledger.to_check", entry) == sorted([core.pk, treasurer.pk])
    entries.refuse_entry(entry, why="收据不对", by=core)
    assert told("ledger.entry_refused", entry) == [leader.pk]
    assert [message.type for message in Message.objects.valid()] == ["ledger.entry_refused"]
    office = core.offices.get()
    assert type_of("ledger.to_check").why_not(entry, core) == ""
    office.until = TODAY
    office.save()
    assert type_of("ledger.to_check").why_not(entry, core) == Reason.MAY_NOT_READ


def test_what_a_flat_paid_is_checked_by_few_and_told_to_its_people(
    account, building, leader, core, treasurer, household, resident
):
    both = MembershipFactory(household=household).user
    OfficeFactory(user=both, kind="treasurer", building=building)
    entry = entries.enter_entry(account, entry_input(fen=900, flat=household.flat), by=leader)
    assert told("ledger.to_check", entry) == [treasurer.pk]
    entries.confirm_entry(entry, by=treasurer)
    assert told("ledger.share_received", entry) == sorted([resident.pk, both.pk])
    assert lines(building)[-1] == ("ledger.share_confirmed", "residents", "电梯的账")


@pytest.mark.parametrize(
    "change",
    [
        {"fen": -1},
        {"purpose": "别的"},
        {"on": dt.date(2021, 1, 1)},
        {"state": "refused", "why": "错"},
        {"state": "waiting", "settled_by": None, "settled_at": None},
    ],
)
def test_the_database_keeps_a_confirmed_entry(account, change):
    entry = EntryFactory(account=account)
    with pytest.raises(DatabaseError, match="settled once"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**change)


def test_the_database_changes_nothing_else_while_an_entry_is_settled(account, core):
    entry = EntryFactory(account=account, waiting=True)
    settled = {"state": "confirmed", "settled_by": core, "settled_at": timezone.now()}
    with pytest.raises(DatabaseError, match="settled once"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(fen=-1, **settled)
    assert Entry.objects.filter(pk=entry.pk).update(**settled) == 1


@pytest.mark.parametrize("waiting", [True, False])
def test_the_database_deletes_no_entry_and_no_receipt(account, waiting):
    entry = EntryFactory(account=account, waiting=waiting)
    file = Voucher.objects.create(entry=entry, kind="pdf", name="a.pdf")
    for row in (file, entry):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(DatabaseError, match="appended"), transaction.atomic():
        Voucher.objects.filter(pk=file.pk).update(name="b.pdf")


@pytest.mark.parametrize(
    "wrong",
    [{"fen": 1251}, {"account": None}, {"flat": "other"}, {"reverses": "reversal"}],
)
def test_the_database_takes_no_reversal_of_anything_else(account, wrong):
    entry = EntryFactory(account=account)
    plain = {"account": account, "fen": 1250, "reverses": entry, "waiting": True}
    if wrong.get("reverses"):
        wrong = {"reverses": EntryFactory(account=account, fen=1250, reverses=entry), "fen": -1250}
    elif "account" in wrong:
        wrong = {"account": AccountFactory(building=account.building)}
    elif "flat" in wrong:
        wrong = {"flat": FlatFactory(building=account.building)}
    with pytest.raises(DatabaseError, match="takes back"), transaction.atomic():
        EntryFactory(**plain | wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fen": 0},
        {"fen": 10**11},
        {"purpose": ""},
        {"state": "refused", "why": ""},
        {"settled_at": None},
    ],
)
def test_the_database_refuses_what_is_no_entry(account, wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryFactory(account=account, **wrong)


def test_the_database_lets_nobody_confirm_their_own(account, leader):
    with pytest.raises(DatabaseError, match="settled_by_another"), transaction.atomic():
        EntryFactory(account=account, entered_by=leader, settled_by=leader)
    with pytest.raises(DatabaseError, match="settled_by_another"), transaction.atomic():
        EntryFactory(account=account, state="withdrawn")


def test_the_database_keeps_a_closed_account_after_its_first_day(account):
    with pytest.raises(DatabaseError, match="closes_after"), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(closed_on=dt.date(2019, 1, 1))
