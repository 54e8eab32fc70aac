"""Agreements by version, sums for neighbours, and the own figures before and after a sale."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.canvass.actions import answering, drafting, opening
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import ShortNotice
from governance.matters.apportionment import Method
from governance.matters.inputs import ShareInput
from governance.matters.queries.share_payments import payments_ever_of
from governance.matters.queries.share_versions import current_table, tables_of
from governance.matters.queries.shares import own_shares_of, share_page_for
from residents.models import Flat, Household, Ownership, Standing
from residents.people.rules import standing_of
from tests.factories import (
    HouseholdFactory,
    MembershipFactory,
    OfficeFactory,
    OwnerFactory,
    UserFactory,
)
from tests.factories.canvass import make_owner
from tests.factories.matters import MatterFactory
from tests.factories.owners import answer_for_owner
from tests.factories.residents import LONG_AGO
from tests.factories.shares import agreed_table, announce_question_of, pay, proposed_table

pytestmark = pytest.mark.django_db
FLOORS = 4
SOLD = dt.date(2024, 3, 1)
SHARE = 2_635_294


@pytest.fixture
def leader(building):
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    """Twenty owners on four floors of five flats, one member of each household."""
    for floor in range(1, FLOORS + 1):
        for number in range(1, 6):
            make_owner(building, rooms=(f"{floor}0{number}",))
    for home in building.households.all():
        MembershipFactory(household=home)
    Ownership.objects.update(since=LONG_AGO)
    return MatterFactory(building=building)


def ask(table, by):
    canvass = table.canvass
    ShortNotice.objects.create(canvass=canvass, reason="等不及", leader=by, staff=UserFactory())
    return opening.open_canvass(drafting.announce_canvass(canvass, by=by), by=by)


def agree(canvass, voices, choice="agree"):
    for voice in voices:
        flat = voice.flats.get().flat
        user = flat.households.get().memberships.get().user
        data = AnswerInput(choice, reason="太贵" if choice == "object" else "")
        answering.answer_on_web(canvass, voice, data, by=user)


def page_of(matter, *, each=True):
    tables = list(tables_of(matter))
    return share_page_for(current_table(tables), tables, sees_each=each)


def test_twelve_of_twenty_agreed_to_the_first_version_and_none_to_the_second(matter, leader):
    first = proposed_table(matter, leader)
    canvass = ask(first, leader)
    agree(canvass, canvass.voices.order_by("number")[:12])
    assert (page_of(matter).agreed, page_of(matter).asked) == (12, 20)
    second = announce_question_of(proposed_table(matter, leader, rule="系数改了"), leader)
    page = page_of(matter)
    words = [row.agreement for row in page.rows]
    assert (page.table, page.agreed) == (second, 0)
    assert words.count("按第1版同意，这一版还没答") == 12
    tables = list(tables_of(matter))
    old = share_page_for(tables[1], tables, sees_each=True)
    assert (old.table, old.agreed) == (first, 12)
    assert [row.agreement for row in old.rows].count("同意了") == 12


def test_an_objection_and_silence_are_told_apart(matter, leader):
    canvass = ask(proposed_table(matter, leader), leader)
    agree(canvass, canvass.voices.order_by("number")[:1], "object")
    words = [row.agreement for row in page_of(matter).rows]
    assert words[:2] == ["不同意", "还没答"]


def test_before_the_question_is_opened_nobody_has_answered(matter, leader):
    proposed_table(matter, leader)
    assert {row.agreement for row in page_of(matter).rows} == {""}


def test_what_was_paid_is_confirmed_entries_only_over_and_under_in_words(matter, leader):
    table = agreed_table(matter, leader)
    lines = {line.flat.room: line for line in table.lines.select_related("flat")}
    share = lines["201"].fen
    pay(matter, lines["201"].flat, share)
    pay(matter, lines["301"].flat, share)
    pay(matter, lines["401"].flat, lines["401"].fen + 100)
    pay(matter, lines["402"].flat, 5_000, confirmed=False)
    words = {row.line.flat.room: row.balance for row in page_of(matter).rows}
    assert words["101"] == "不出钱"
    assert words["201"] == "付清了"
    assert words["301"].startswith("还差")
    assert words["401"] == "多付了1.00元"
    assert words["402"] == f"还差{lines['402'].fen // 100:,}.{lines['402'].fen % 100:02}元"


def test_all_have_paid_only_if_every_flat_has(matter, leader):
    """What one flat paid too much does not pay for another."""
    table = agreed_table(matter, leader)
    lines = [line for line in table.lines.select_related("flat") if line.fen]
    for line in lines[1:]:
        pay(matter, line.flat, line.fen)
    pay(matter, lines[1].flat, lines[0].fen)
    page = page_of(matter)
    assert (page.paid, page.due) == (page.due, page.due)
    assert (page.all_paid, page.outstanding) == (False, lines[0].fen)
    pay(matter, lines[0].flat, lines[0].fen)
    assert page_of(matter).all_paid


def test_neighbours_get_no_rows(matter, leader):
    proposed_table(matter, leader)
    page = page_of(matter, each=False)
    assert page.rows == []


class TestASale:
    """302 is sold after 10,000.00 were paid."""

    @pytest.fixture
    def table(self, matter, leader):
        """302 bears 26,352.94, the others nothing."""
        flats = Flat.objects.not_closed_in(matter.building)
        shares = tuple(
            ShareInput(flat.pk, fixed=SHARE if flat.room == "302" else 0) for flat in flats
        )
        return agreed_table(
            matter, leader, total=SHARE, method=Method.fixed, subsidies=(), shares=shares
        )

    @pytest.fixture
    def flat(self, matter, table):
        return table.lines.get(flat__building=matter.building, flat__room="302").flat

    @pytest.fixture
    def seller(self, building, flat):
        """Answers for the owner who sold 302, and lives in another flat of the building."""
        user = answer_for_owner(flat.owners.get())
        Ownership.objects.filter(flat=flat).update(until=SOLD, own_until=SOLD)
        Household.objects.filter(flat=flat).update(until=SOLD, own_until=SOLD)
        MembershipFactory(user=user, household__building=building)
        return user

    @pytest.fixture
    def buyer(self, building, flat):
        Ownership.objects.create(owner=OwnerFactory(building=building), flat=flat, since=SOLD)
        home = HouseholdFactory(building=building, flat=flat, since=SOLD)
        return MembershipFactory(household=home, since=SOLD).user

    @pytest.fixture
    def paid(self, matter, flat):
        pay(matter, flat, 1_000_000, on=SOLD - dt.timedelta(days=1))
        return 1_000_000

    def own(self, matter, user):
        page = page_of(matter, each=False)
        building = matter.building
        return {
            str(one.time.flat): one
            for one in own_shares_of(page, user, standing_of(user, building))
        }

    @pytest.mark.usefixtures("seller")
    def test_the_share_stays_with_the_flat(self, matter, table, flat, paid, buyer):
        (own,) = self.own(matter, buyer).values()
        share = table.lines.get(flat=flat).fen
        assert (own.row.line.fen, own.row.left) == (share, share - paid)
        assert (own.earlier, own.payments) == (paid, [])
        assert own.row.balance == "还差16,352.94元"

    @pytest.mark.usefixtures("seller")
    def test_the_new_owner_sees_the_own_payments_one_by_one(self, matter, flat, paid, buyer):
        pay(matter, flat, 50_000, on=SOLD)
        pay(matter, flat, 60_000, on=SOLD, confirmed=False)
        (own,) = self.own(matter, buyer).values()
        assert [one.fen for one in own.payments] == [50_000, 60_000]
        assert (own.earlier, own.paid, own.row.paid) == (paid, 50_000, paid + 50_000)

    def test_the_former_owner_sees_only_what_was_paid_until_then(self, matter, flat, seller, paid):
        pay(matter, flat, 50_000, on=SOLD)
        own = self.own(matter, seller)["302室"]
        assert (own.row, own.earlier) == (None, 0)
        assert ([one.fen for one in own.payments], own.paid) == ([paid], paid)

    def test_a_former_owner_who_paid_nothing_sees_nothing(self, matter, flat, seller):
        pay(matter, flat, 50_000, on=SOLD)
        assert "302室" not in self.own(matter, seller)

    def test_a_family_that_left_sees_what_it_paid(self, building, matter, flat, paid):
        """Without a letter of the owner: it lived there."""
        home = Household.objects.get(flat=flat)
        user = home.memberships.get().user
        home.memberships.update(until=SOLD, own_until=SOLD)
        MembershipFactory(user=user, household__building=building)
        own = self.own(matter, user)["302室"]
        assert (own.row, own.paid) == (None, paid)


def test_who_rents_sees_nothing_and_the_owner_elsewhere_does(building, matter, leader):
    table = proposed_table(matter, leader)
    flat = Flat.objects.get(building=building, room="401")
    home = Household.objects.get(flat=flat)
    Household.objects.filter(pk=home.pk).update(occupancy="let")
    tenant, landlord = home.memberships.get().user, answer_for_owner(flat.owners.get())
    page = page_of(matter, each=False)
    of_tenant, of_landlord = (
        own_shares_of(page, user, standing_of(user, building)) for user in (tenant, landlord)
    )
    assert of_tenant == []
    assert [one.row.line.fen for one in of_landlord] == [table.lines.get(flat=flat).fen]


def test_a_purchase_that_was_recorded_late_hides_no_payment(building, matter, leader):
    """The first owner on record is taken to have had the flat before."""
    proposed_table(matter, leader)
    flat = Flat.objects.get(building=building, room="401")
    pay(matter, flat, 100, on=dt.date(2020, 1, 1))
    user = flat.households.get().memberships.get().user
    page = page_of(matter, each=False)
    (own,) = own_shares_of(page, user, standing_of(user, building))
    assert ([one.fen for one in own.payments], own.earlier) == ([100], 0)


def test_a_stranger_has_no_flats(matter, leader):
    proposed_table(matter, leader)
    assert own_shares_of(page_of(matter, each=False), UserFactory(), Standing()) == []


@pytest.mark.parametrize("rooms", [1, 3, 20])
def test_the_number_of_statements_does_not_depend_on_the_flats(
    building, rooms, leader, django_assert_num_queries
):
    for number in range(rooms):
        make_owner(building, rooms=(f"{number % 6 + 1}{number:02}",))
    matter = MatterFactory(building=building)
    home = building.households.first()
    user = MembershipFactory(household=home).user
    flats = Flat.objects.not_closed_in(building)
    proposed_table(matter, leader, shares=tuple(ShareInput(flat.pk, "1") for flat in flats))
    pay(matter, home.flat, 100)
    standing = standing_of(user, building)
    with django_assert_num_queries(9):
        page = page_of(matter)
        assert len(page.rows) == rooms
        own_shares_of(page, user, standing)


def test_who_sold_and_moved_away_finds_the_own_payments_among_the_own_data(
    building, matter, leader
):
    """Nobody of the building any more, so that the person's own pages alone show them."""
    proposed_table(matter, leader)
    flat = Flat.objects.get(building=building, room="302")
    user = flat.households.get().memberships.get().user
    owner_elsewhere = answer_for_owner(flat.owners.get())
    Ownership.objects.filter(flat=flat).update(until=SOLD, own_until=SOLD)
    flat.households.get().memberships.update(until=SOLD, own_until=SOLD)
    before = pay(matter, flat, 100, on=SOLD - dt.timedelta(days=1))
    pay(matter, flat, 200, on=SOLD)
    for person in (user, owner_elsewhere):
        assert [*payments_ever_of(person)] == [before]
    assert not payments_ever_of(UserFactory()).exists()
