"""Balances and rows are exact, and a neighbour's rows never tell what one flat paid."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.ledger.inputs import EntryInput
from governance.ledger.queries.accounts import (
    balance_before,
    balance_of,
    balance_shown,
    closed_accounts_in,
    flats_with_payments,
    open_accounts_in,
    paid_by_flat,
    received_and_spent,
    sums_by_month,
    totals_of,
)
from governance.ledger.queries.checking import entries_waiting_for, waiting_entries_in
from governance.ledger.queries.entries import (
    ROWS,
    entries_for_page,
    entry_rows_for_page,
    own_entries_in,
    paid_by_own_flats,
    rows_shown_to,
    similar_entry,
)
from governance.ledger.queries.readings import AccountReading, payments_told_of, reading_of
from governance.ledger.queries.sheets import last_month_of, sheet_of
from governance.ledger.queries.sight import OF_NEIGHBOURS, Sight, sight_of
from residents.models import Owner, Ownership
from residents.people.rules import standing_of
from tests.architecture.cast import rolled_back
from tests.factories import FlatFactory
from tests.factories.ledger import AccountFactory, EntryFactory
from tests.factories.owners import answer_for_owner, make_absent_owner

pytestmark = pytest.mark.django_db
EVERYTHING = Sight(everything=True, own_flats=frozenset())


@pytest.fixture
def account(building):
    return AccountFactory(building=building, name="电梯的账")


@pytest.fixture
def flats(building):
    return [FlatFactory(building=building, floor=n, room=f"{n}01") for n in (2, 3, 4)]


def add(account, day, fen, **more):
    return EntryFactory(account=account, on=dt.date.fromisoformat(day), fen=fen, **more)


@pytest.fixture
def lift(account, flats):
    """Two months: three flats pay, one gets something back, the building spends."""
    add(account, "2021-03-02", 100_00, flat=flats[0])
    add(account, "2021-03-05", -30_00, purpose="首期")
    add(account, "2021-03-09", 200_00, flat=flats[1])
    add(account, "2021-03-20", 50_00, purpose="补贴")
    add(account, "2021-04-01", 300_00, flat=flats[2])
    add(account, "2021-04-02", -20_00, flat=flats[0], purpose="退")
    add(account, "2021-04-03", -60_00, purpose="二期")
    add(account, "2021-04-03", 9_99, waiting=True)
    add(account, "2021-04-03", 9_98, refused=True)
    add(account, "2021-04-03", 9_97, withdrawn=True)
    return account


def whole(account):
    """What the leader and the treasurer read."""
    return AccountReading(account, None)


def told(account):
    """What neighbours read."""
    return reading_of(account, OF_NEIGHBOURS)


def shown(rows):
    return [
        (row.on.isoformat()[5:], row.shown_fen, row.shown_flats, row.shown_balance) for row in rows
    ]


def test_only_confirmed_entries_count(lift, flats):
    assert balance_of(lift) == 540_00
    assert balance_before(whole(lift), dt.date(2021, 4, 1)) == 320_00
    assert paid_by_flat(lift) == {
        flats[0].pk: 80_00,
        flats[1].pk: 200_00,
        flats[2].pk: 300_00,
    }
    assert balance_of(AccountFactory(building=lift.building)) == 0


def test_what_each_flat_paid_is_listed_from_the_lowest_floor_up(lift, flats):
    closed = FlatFactory(
        building=lift.building, since=dt.date(2000, 1, 1), until=dt.date(2021, 5, 1)
    )
    unpaid = FlatFactory(building=lift.building, floor=9)
    add(lift, "2021-04-03", 7_00, flat=closed)
    rows = [(flat.pk, fen) for flat, fen in flats_with_payments(lift)]
    paid = zip(flats, (80_00, 200_00, 300_00), strict=True)
    assert rows == [*((flat.pk, fen) for flat, fen in paid), (unpaid.pk, 0), (closed.pk, 7_00)]


def test_months_have_what_came_went_and_stayed(lift):
    rows = [
        (one.month.month, one.received, one.spent, one.balance)
        for one in sums_by_month(whole(lift))
    ]
    assert rows == [(4, 280_00, 60_00, 540_00), (3, 350_00, 30_00, 320_00)]
    both = {"since": dt.date(2021, 3, 1), "until": dt.date(2021, 5, 1)}
    assert received_and_spent(whole(lift), **both) == (630_00, 90_00)


def test_a_neighbour_reads_sums_of_three_flats_and_nothing_of_fewer(lift, flats):
    """Two paid in March, a third in April: their sum stands in April. What the first got back waits."""
    rows = [
        (one.month.month, one.received, one.spent, one.balance) for one in sums_by_month(told(lift))
    ]
    assert rows == [(4, 600_00, 60_00, 560_00), (3, 50_00, 30_00, 20_00)]
    both = {"since": dt.date(2021, 3, 1), "until": dt.date(2021, 5, 1)}
    assert received_and_spent(told(lift), **both) == (650_00, 90_00)
    totals = totals_of(told(lift))
    assert (totals.received, totals.spent, totals.balance) == (650_00, 90_00, 560_00)
    assert (totals.held_back, totals_of(whole(lift)).held_back) == (True, False)
    assert balance_shown(told(lift)) == 560_00
    assert balance_before(told(lift), dt.date(2021, 4, 1)) == 20_00


def test_a_flat_that_got_everything_back_hides_nobody(account, flats):
    for fen in (100_00, -100_00):
        add(account, "2021-03-02", fen, flat=flats[0])
    add(account, "2021-03-03", 7_00, flat=flats[1])
    add(account, "2021-03-04", 9_00, flat=flats[2])
    assert (told(account).sums, told(account).held_back) == ([], True)
    add(account, "2021-03-05", 11_00, flat=flats[0])
    (one,) = told(account).sums
    assert (one.fen, len(one.by_flat)) == (27_00, 3)


def test_what_nets_to_nothing_is_not_held_back(account, flats):
    for fen in (100_00, -100_00):
        add(account, "2021-03-02", fen, flat=flats[0])
    assert (told(account).held_back, balance_shown(told(account))) == (False, 0)


@pytest.mark.parametrize(("paying", "sums"), [(2, [300_00]), (3, [600_00]), (5, [1_500_00])])
def test_a_closed_account_tells_all(account, building, paying, sums):
    """Its balance is zero, so that the rest could be reckoned."""
    for n in range(paying):
        flat = FlatFactory(building=building, floor=n + 5)
        add(account, f"2021-03-0{n + 1}", (n + 1) * 100_00, flat=flat)
    account.closed_on = dt.date(2021, 5, 1)
    assert [one.fen for one in told(account).sums] == sums
    assert not told(account).held_back


def test_a_reversal_counts_on_the_side_of_what_it_takes_back(account):
    wrong = add(account, "2021-03-02", 100_00)
    add(account, "2021-03-02", -100_00, reverses=wrong)
    spent = add(account, "2021-03-03", -7_00)
    add(account, "2021-03-04", 7_00, reverses=spent)
    add(account, "2021-03-04", 10_00)
    rows = [(one.received, one.spent, one.balance) for one in sums_by_month(whole(account))]
    assert rows == [(10_00, 0, 10_00)]


def test_the_leader_sees_each_entry_with_the_balance_after_it(lift):
    rows = shown(rows_shown_to(whole(lift)).order_by("on", "pk"))
    assert rows == [
        ("03-02", 100_00, 0, 100_00),
        ("03-05", -30_00, 0, 70_00),
        ("03-09", 200_00, 0, 270_00),
        ("03-20", 50_00, 0, 320_00),
        ("04-01", 300_00, 0, 620_00),
        ("04-02", -20_00, 0, 600_00),
        ("04-03", -60_00, 0, 540_00),
    ]


def test_a_neighbour_sees_the_flats_of_a_month_as_one_row(lift, building):
    rows = shown(rows_shown_to(told(lift)).order_by("on", "pk"))
    assert rows == [
        ("03-05", -30_00, 0, -30_00),
        ("03-20", 50_00, 0, 20_00),
        ("04-01", 600_00, 3, 620_00),
        ("04-03", -60_00, 0, 560_00),
    ]
    (row,) = [row for row in rows_shown_to(told(lift)) if row.shown_flats]
    assert row.shown_months == "2021年3月到2021年4月"
    for n in (5, 6):
        add(lift, f"2021-04-0{n}", 1_00, flat=FlatFactory(building=building, floor=n))
    rows = shown(rows_shown_to(told(lift)).order_by("on", "pk"))
    assert rows[2:] == [("04-03", -60_00, 0, -40_00), ("04-06", 582_00, 5, 542_00)]


def test_people_of_a_flat_compare_the_same_rows_and_know_what_they_paid(lift, flats):
    sight = Sight(everything=False, own_flats=frozenset({flats[0].pk}))
    rows = [
        shown(rows_shown_to(reading_of(lift, one)).order_by("pk")) for one in (sight, OF_NEIGHBOURS)
    ]
    assert rows[0] == rows[1]
    assert paid_by_own_flats(lift, sight) == 80_00
    assert paid_by_own_flats(lift, OF_NEIGHBOURS) is None


def test_a_sum_of_few_flats_does_not_say_of_how_many(account, flats):
    for flat in flats[:2]:
        add(account, "2021-03-09", 5, flat=flat)
    account.closed_on = dt.date(2021, 5, 1)
    (row,) = rows_shown_to(told(account))
    assert (row.shown_flats, row.told_flats) == (2, 0)
    add(account, "2021-03-09", 5, flat=flats[2])
    (row,) = rows_shown_to(told(account))
    assert (row.shown_flats, row.told_flats) == (3, 3)


@pytest.mark.parametrize("sight", [EVERYTHING, OF_NEIGHBOURS], ids=["leader", "neighbour"])
def test_pages_by_key_and_months_show_every_row_with_the_same_balance(lift, sight, monkeypatch):
    reading = reading_of(lift, sight)
    every = shown(rows_shown_to(reading).order_by("-on", "-pk"))
    monkeypatch.setattr("governance.ledger.queries.entries.ROWS", type(ROWS)(("on", "pk"), size=2))
    found, after = [], None
    while True:
        page = entry_rows_for_page(reading, after=after)
        found += shown(page.rows)
        after = page.next_url.removeprefix("?after=")
        if not after:
            break
    assert found == every
    months = [dt.date(2021, 4, 1), dt.date(2021, 3, 1)]
    by_month = [
        row
        for month in months
        for row in shown(
            rows_shown_to(
                reading, since=month, until=month.replace(month=month.month + 1)
            ).order_by("-on", "-pk")
        )
    ]
    assert by_month == every


ENTRIES = st.lists(
    st.tuples(
        st.integers(0, 95),
        st.integers(-10_000, 10_000).filter(bool),
        st.sampled_from([None, None, 0, 1, 2]),
    ),
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=ENTRIES, own=st.sets(st.integers(0, 2)), everything=st.booleans())
def test_whoever_looks_the_rows_add_up_and_name_no_other_flat(
    building, flats, made, own, everything
):
    with rolled_back():
        account = AccountFactory(building=building)
        first = dt.date(2021, 1, 1)
        for days, fen, flat in made:
            add(
                account,
                (first + dt.timedelta(days)).isoformat(),
                fen,
                flat=None if flat is None else flats[flat],
            )
        sight = Sight(everything, frozenset(flats[n].pk for n in own))
        reading = reading_of(account, sight)
        rows = list(rows_shown_to(reading).order_by("on", "pk"))
        balance = 0
        for row in rows:
            balance += row.shown_fen
            assert row.shown_balance == balance
            assert bool(row.shown_flats) == (row.flat_id is not None and not everything)
        untold = payments_told_of([account])[account.pk].untold_fen
        assert balance_of(account) == sum(fen for _days, fen, _flat in made)
        assert balance == balance_shown(reading) == totals_of(reading).balance
        assert balance == balance_of(account) - (0 if everything else untold)
        sheet = sheet_of(account, sight, since=dt.date(2021, 2, 1), until=dt.date(2021, 3, 1))
        assert sheet.closing == balance_before(reading, dt.date(2021, 4, 1))
        assert all(row.on.month in {2, 3} for row in sheet.rows)
        assert sheet.received == sum(row.shown_in or 0 for row in sheet.rows)
        assert sheet.spent == sum(row.shown_out or 0 for row in sheet.rows)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.tuples(st.integers(0, 95), st.integers(-9, 9).filter(bool), st.integers(0, 4)))
)
def test_a_sum_that_was_told_is_of_three_flats_and_never_changes(building, made):
    """However late a payment of an early day is confirmed. So two looks differ by three flats, too."""
    with rolled_back():
        account = AccountFactory(building=building)
        paying = [FlatFactory(building=building, floor=n, room=f"{n}09") for n in range(1, 6)]
        before = []
        for days, fen, flat in made:
            day = dt.date(2021, 1, 1) + dt.timedelta(days)
            add(account, day.isoformat(), fen, flat=paying[flat])
            sums = told(account).sums
            assert sums[: len(before)] == before
            for one in sums[len(before) :]:
                assert sum(fen != 0 for fen in one.by_flat.values()) == 3
            before = sums


def test_sheets_have_opening_sums_and_closing(lift):
    sheet = sheet_of(lift, OF_NEIGHBOURS, since=dt.date(2021, 4, 1), until=dt.date(2021, 4, 1))
    assert (sheet.opening, sheet.received, sheet.spent, sheet.closing) == (
        20_00,
        600_00,
        60_00,
        560_00,
    )
    assert (sheet.months, sheet.names_flats, sheet.held_back) == ("2021年4月", False, True)
    assert shown(sheet.rows)[0] == ("04-01", 600_00, 3, 620_00)
    more = sheet_of(lift, EVERYTHING, since=dt.date(2020, 12, 1), until=dt.date(2021, 4, 1))
    assert (more.months, more.opening, more.names_flats) == ("2020年12月到2021年4月", 0, True)


def test_the_last_month_is_that_of_the_newest_confirmed_entry(lift):
    add(lift, "2021-06-01", 1, waiting=True)
    assert last_month_of(lift) == dt.date(2021, 4, 1)


def test_who_sees_which_flats(building, household, resident, leader, treasurer, core, staff):
    assert sight_of(standing_of(leader, building)).everything
    assert sight_of(standing_of(treasurer, building)).everything
    for user in (core, staff, resident):
        assert not sight_of(standing_of(user, building)).everything
    assert sight_of(standing_of(resident, building)).own_flats == {household.flat_id}
    assert sight_of(standing_of(staff, building)).own_flats == frozenset()


def test_an_owner_elsewhere_sees_the_flats_that_they_own_today(building):
    owner = make_absent_owner(building, rooms=("401", "402"))
    user = answer_for_owner(owner)
    flats = {one.flat_id for one in owner.ownerships.all()}
    assert sight_of(standing_of(user, building)) == Sight(
        False, frozenset(flats), concerned=frozenset(flats)
    )
    sold = owner.ownerships.order_by("pk").first()
    sold.until = dt.date(2021, 1, 1)
    sold.since = dt.date(2019, 1, 1)
    sold.save()
    user = type(user).objects.get(pk=user.pk)
    assert sight_of(standing_of(user, building)).own_flats == flats - {sold.flat_id}


def test_accounts_are_listed_with_their_sums(lift, building, django_assert_num_queries):
    AccountFactory(building=building, name="灯")
    done = AccountFactory(building=building, closed_on=dt.date(2021, 5, 1))
    for sight, queries, balance in ((EVERYTHING, 1, 540_00), (OF_NEIGHBOURS, 2, 560_00)):
        with django_assert_num_queries(queries):
            found = open_accounts_in(building, sight)
            rows = [(one.name, one.balance, one.last_on, one.waiting) for one in found]
        assert rows == [
            ("电梯的账", balance, dt.date(2021, 4, 3), 1),
            ("灯", 0, None, 0),
        ]
        assert [one.held_back for one in found] == [not sight.everything, False]
    assert closed_accounts_in(building).rows == [done]


def test_an_entry_waits_for_those_who_may_check_it(
    account, building, leader, core, treasurer, household, flats
):
    plain = add(account, "2021-04-03", 1, waiting=True, entered_by=leader)
    of_flat = add(account, "2021-04-03", 2, waiting=True, entered_by=leader, flat=flats[0])
    home = treasurer.memberships.get().household
    add(account, "2021-04-03", 3, waiting=True, entered_by=leader, flat=home.flat)

    def waiting(user):
        return entries_waiting_for(building, standing_of(user, building), user)

    assert waiting(leader) == []
    assert waiting(core) == [plain]
    assert waiting(treasurer) == [plain, of_flat]
    assert waiting_entries_in(building).count() == 3


def test_ones_own_payments_are_the_confirmed_ones(lift, building, flats):
    sight = Sight(everything=False, own_flats=frozenset({flats[0].pk}))
    add(lift, "2021-05-01", 7, flat=flats[0], waiting=True)
    assert [one.fen for one in own_entries_in(building, sight).rows] == [-20_00, 100_00]


def test_an_entry_like_another_is_found(account, flats):
    data = EntryInput(on=dt.date(2021, 4, 3), purpose="灯", fen=-5, flat=None)
    assert similar_entry(account, data) is None
    add(account, "2021-04-03", -5, refused=True)
    assert similar_entry(account, data) is None
    found = add(account, "2021-04-03", -5)
    assert similar_entry(account, data) == found
    other = EntryInput(on=data.on, purpose="灯", fen=-5, flat=flats[0])
    assert similar_entry(account, other) is None
    assert similar_entry(AccountFactory(building=account.building), data) is None


def test_people_who_rent_see_no_payment_and_confirm_none_of_their_home(
    building, household, resident
):
    household.occupancy = "let"
    household.save()
    sight = sight_of(standing_of(resident, building))
    assert (sight.own_flats, sight.concerned) == (frozenset(), {household.flat_id})


def test_who_bought_a_flat_sees_the_payments_since_then(building, household, resident):
    flat = household.flat
    sold_on = dt.date(2022, 5, 1)
    for owner, since, until in (("旧", dt.date(2010, 1, 1), sold_on), ("新", sold_on, None)):
        party = Owner.objects.create(building=building, name=owner)
        Ownership.objects.create(owner=party, flat=flat, since=since, until=until)
    account = AccountFactory(building=building)
    before = add(account, "2021-03-09", 700, flat=flat)
    since = add(account, "2022-05-01", 5, flat=flat)
    sight = sight_of(standing_of(resident, building))
    assert sight.bought_on == {flat.pk: sold_on}
    assert paid_by_own_flats(account, sight) == 5
    assert [entry.pk for entry in own_entries_in(building, sight).rows] == [since.pk]
    reader = (building, standing_of(resident, building), sight, resident)
    assert before not in entries_for_page(*reader)
