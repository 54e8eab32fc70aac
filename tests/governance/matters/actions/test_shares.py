"""Versions of a share table: drafted, changed, proposed, replaced, taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from governance.canvass.actions import drafting
from governance.canvass.models import Canvass
from governance.journal.models import Audience, Line, Link
from governance.matters.actions import shares, stages
from governance.matters.actions.accounts import keep_account
from governance.matters.apportionment import Method
from governance.matters.inputs import ShareInput, SubsidyInput
from governance.matters.models import ShareLine, ShareTable
from governance.matters.queries.ties import ties_of
from louzu.lib.errors import Refused, Stale
from louzu.lib.money import yuan_of
from residents.models import Flat
from tests.factories import OfficeFactory
from tests.factories.canvass import make_owner
from tests.factories.ledger import AccountFactory
from tests.factories.shares import (
    agreed_table,
    announce_question_of,
    ask_about,
    asked_table,
    close_question_of,
    draft_table,
    matter_of_three_floors,
    proposal,
    proposed_table,
    share_input,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(building):
    """Lives elsewhere, so that the building has the flats of ``matter`` only."""
    return OfficeFactory(building=building).user


@pytest.fixture
def matter(building):
    return matter_of_three_floors(building, title="给114号装一部电梯")


def of_rooms(table):
    return {line.flat.room: line.fen for line in table.lines.select_related("flat")}


def test_a_draft_stores_what_was_typed_and_what_it_comes_to(matter, leader):
    table = draft_table(matter, leader)
    assert (table.number, table.state, table.rest_fen) == (1, "draft", 0)
    assert of_rooms(table) == {"101": 0, "201": 14_000_000, "301": 28_000_000}
    given = table.subsidies.get()
    assert (given.name, given.percent, given.cap_fen, given.fen) == (
        "政府补贴",
        Decimal(40),
        28_000_000,
        28_000_000,
    )
    line = Line.objects.latest("pk")
    assert (line.verb, line.audience) == ("matters.shares_drafted", Audience.LEADERS)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"total": 0}, "要大于0"),
        ({"subsidies": (SubsidyInput("街道", 70_000_001),)}, "补贴比总价还多0.01元"),
        ({"shares": ()}, "还没有登记室号"),
    ],
)
def test_an_unsound_table_is_refused_in_a_sentence(matter, leader, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        draft_table(matter, leader, **changes)
    assert not ShareTable.objects.exists()


@pytest.mark.parametrize(
    ("method", "columns", "sentence"),
    [
        (Method.coefficient, {"coefficient": "0"}, "各户的数全是0"),
        (Method.fixed, {"fixed": 13_999_999}, "还差0.03元没有人出"),
        (Method.fixed, {"fixed": 14_000_001}, "多了0.03元"),
        (Method.mixed, {"fixed": 14_000_001, "coefficient": "1"}, "还多0.03元"),
        (Method.heads, {"heads": -1}, "101室的数不能小于0"),
    ],
)
def test_rows_that_do_not_fit_are_refused_in_a_sentence(matter, leader, method, columns, sentence):
    flats = Flat.objects.not_closed_in(matter.building)
    rows = tuple(ShareInput(flat.pk, **columns) for flat in flats)
    with pytest.raises(Refused, match=sentence):
        draft_table(matter, leader, method=method, shares=rows)


def test_a_flat_of_another_building_is_refused(matter, leader, next_door):
    make_owner(next_door, rooms=("101",))
    with pytest.raises(Refused, match="不是这栋楼的"):
        draft_table(matter, leader, shares=share_input(next_door).shares)


def test_a_change_replaces_the_rows(matter, leader):
    table = draft_table(matter, leader)
    changed = share_input(matter.building, total=10_000, subsidies=())
    table = shares.edit_shares(table, changed, version=f"{table.pk}.1", by=leader)
    assert (table.version, table.total_fen, table.subsidies.count()) == (2, 10_000, 0)
    assert sum(of_rooms(table).values()) + table.rest_fen == 10_000


def test_a_stale_change_is_refused_and_tells_what_stands_now(matter, leader):
    table = draft_table(matter, leader)
    shares.edit_shares(
        table, share_input(matter.building, rule="改过"), version=f"{table.pk}.1", by=leader
    )
    with pytest.raises(Stale) as refusal:
        shares.edit_shares(table, share_input(matter.building), version=f"{table.pk}.1", by=leader)
    assert refusal.value.version == f"{table.pk}.2"
    assert "改过" in refusal.value.newest[0]
    assert "301室" in refusal.value.newest[0]


def test_only_one_draft_at_a_time(matter, leader):
    draft_table(matter, leader)
    with pytest.raises(Stale):
        draft_table(matter, leader)


def test_a_discarded_draft_leaves_its_number_to_the_next(matter, leader):
    shares.discard_shares(draft_table(matter, leader), by=leader)
    assert draft_table(matter, leader).number == 1


def test_proposing_drafts_the_question_without_any_flats_sum(matter, leader):
    table = proposed_table(matter, leader, total=71_000_000)
    canvass = table.canvass
    assert (table.state, canvass.state, canvass.preset) == ("proposed", "draft", "everyone")
    assert canvass.question == "同意“给114号装一部电梯”的分摊方案（第1版）吗？"
    assert "一共要花710,000.00元" in canvass.body.replace("\\", "")
    assert "总价的40%，最多280,000.00元" in canvass.body.replace("\\", "")
    shares_of_flats = [yuan_of(fen) for fen in of_rooms(table).values() if fen]
    assert shares_of_flats == ["143,333.33", "286,666.66"]
    assert [yuan for yuan in shares_of_flats if yuan in canvass.body] == []
    assert Link.objects.filter(cause_type="matters.matter", effect_id=canvass.pk).exists()
    assert Line.objects.latest("pk").verb == "matters.shares_proposed"


def test_only_those_who_pay_are_asked(matter, leader):
    table = proposed_table(matter, leader, electorate="members")
    asked = table.canvass.contributors.values_list("ownerships__flat__room", flat=True)
    assert set(asked) == {"201", "301"}


def test_a_flat_that_pays_and_has_no_owner_is_named(matter, leader):
    flat = Flat.objects.get(room="301")
    flat.ownerships.all().delete()
    table = draft_table(matter, leader)
    with pytest.raises(Refused, match="301室"):
        shares.propose_shares(table, proposal(electorate="members"), by=leader)
    table.refresh_from_db()
    assert table.state == "draft"


def test_a_new_version_replaces_the_first_once_its_question_is_announced(matter, leader):
    first = asked_table(matter, leader)
    second = proposed_table(matter, leader, rule="改了系数")
    assert (state_of(first), second.number, second.state) == ("in_force", 2, "proposed")
    assert Canvass.objects.get(pk=first.canvass_id).state == "open"
    announce_question_of(second, leader)
    canvass = Canvass.objects.get(pk=first.canvass_id)
    assert (state_of(first), state_of(second)) == ("replaced", "in_force")
    assert (canvass.state, canvass.withdrawn_reason) == (
        "withdrawn",
        "分摊方案改了，现在是第2版。",
    )


def test_a_new_proposal_replaces_one_that_was_not_announced(matter, leader):
    first, second = asked_table(matter, leader), proposed_table(matter, leader)
    third = proposed_table(matter, leader, rule="又改了")
    assert [state_of(one) for one in (first, second, third)] == ["in_force", "replaced", "proposed"]
    assert Canvass.objects.get(pk=second.canvass_id).state == "withdrawn"


def test_a_version_that_is_given_up_before_its_question_leaves_the_one_before(matter, leader):
    first = agreed_table(matter, leader)
    second = proposed_table(matter, leader, rule="改了系数")
    shares.discard_shares(shares.take_back_shares(second, by=leader), by=leader)
    assert (state_of(first), state_of(second)) == ("in_force", "discarded")


def test_the_version_before_is_in_force_again_when_the_new_question_is_withdrawn(matter, leader):
    first = agreed_table(matter, leader)
    second = announce_question_of(proposed_table(matter, leader, rule="改了系数"), leader)
    assert (state_of(first), state_of(second)) == ("replaced", "in_force")
    drafting.withdraw_canvass(second.canvass, reason="先不改了", by=leader)
    assert (state_of(first), state_of(second)) == ("in_force", "withdrawn")
    line = Line.objects.latest("pk")
    assert (line.verb, line.audience) == ("matters.shares_restored", Audience.RESIDENTS)
    third = asked_table(matter, leader, rule="再改")
    assert [state_of(one) for one in (first, second, third)] == [
        "replaced",
        "withdrawn",
        "in_force",
    ]


def test_a_version_whose_own_question_was_withdrawn_is_not_put_back(matter, leader):
    first = asked_table(matter, leader)
    second = asked_table(matter, leader, rule="改了系数")
    drafting.withdraw_canvass(second.canvass, reason="先不改了", by=leader)
    assert (state_of(first), state_of(second)) == ("replaced", "withdrawn")


@pytest.mark.parametrize("asked", [None, announce_question_of, ask_about])
def test_giving_a_matter_up_withdraws_the_question_that_nobody_decided(matter, leader, asked):
    table = proposed_table(matter, leader)
    table = asked(table, leader) if asked else table
    stages.drop_matter(matter, reason="太贵", by=leader)
    canvass = Canvass.objects.get(pk=table.canvass_id)
    assert (canvass.state, canvass.withdrawn_reason) == ("withdrawn", "这件事不办了。")
    assert state_of(table) == "withdrawn"
    line = Line.objects.get(verb="canvass.withdrawn")
    assert line.audience == (Audience.RESIDENTS if asked else Audience.LEADERS)


def test_giving_a_matter_up_keeps_a_question_that_everybody_answered(matter, leader):
    table = close_question_of(asked_table(matter, leader), leader)
    stages.drop_matter(matter, reason="太贵", by=leader)
    assert (Canvass.objects.get(pk=table.canvass_id).state, state_of(table)) == (
        "closed",
        "in_force",
    )


def test_no_account_is_opened_for_a_matter_that_was_given_up(matter, leader):
    stages.drop_matter(matter, reason="太贵", by=leader)
    with pytest.raises(Refused, match="这件事不办了"):
        keep_account(matter.pk, AccountFactory(building=matter.building))
    matter.refresh_from_db()
    assert matter.account is None


@pytest.mark.parametrize("announced", [False, True])
def test_a_version_is_given_up_with_its_question_before_and_after_the_announcement(
    matter, leader, announced
):
    first, second = agreed_table(matter, leader), proposed_table(matter, leader, rule="改了系数")
    second = announce_question_of(second, leader) if announced else second
    drafting.withdraw_canvass(second.canvass, reason="先不改了", by=leader)
    assert (state_of(first), state_of(second)) == ("in_force", "withdrawn")
    with pytest.raises(Refused):
        shares.take_back_shares(second, by=leader)
    assert draft_table(matter, leader).number == 3


def test_a_question_that_was_taken_back_belongs_to_the_matter_no_more(matter, leader):
    table = proposed_table(matter, leader)
    before = table.canvass_id
    table = shares.take_back_shares(table, by=leader)
    after = shares.propose_shares(table, proposal(), by=leader).canvass_id
    assert after != before
    assert ties_of(matter).ids_of("canvass.canvass") == {after}


def test_a_question_of_a_dropped_matter_can_still_be_withdrawn(matter, leader):
    table = asked_table(matter, leader)
    matter.stage, matter.dropped_reason = "dropped", "太贵"
    matter.save()
    drafting.withdraw_canvass(table.canvass, reason="不办了", by=leader)
    assert state_of(table) == "withdrawn"


def state_of(table):
    return ShareTable.objects.get(pk=table.pk).state


def test_a_proposal_is_taken_back_until_its_question_is_announced(matter, leader):
    table = proposed_table(matter, leader)
    question = table.canvass
    table = shares.take_back_shares(table, by=leader)
    question.refresh_from_db()
    assert (table.state, table.canvass, question.state) == ("draft", None, "withdrawn")
    table = shares.propose_shares(table, proposal(), by=leader)
    ask_about(table, leader)
    with pytest.raises(Refused, match="另写一版"):
        shares.take_back_shares(table, by=leader)


def test_a_proposal_is_not_taken_back_while_there_is_another_draft(matter, leader):
    table = proposed_table(matter, leader)
    draft_table(matter, leader)
    with pytest.raises(Refused, match="第2版的草稿还在"):
        shares.take_back_shares(table, by=leader)
    assert state_of(table) == "proposed"


def test_nothing_is_written_for_a_dropped_matter(matter, leader):
    table = draft_table(matter, leader)
    matter.stage, matter.dropped_reason = "dropped", "太贵"
    matter.save()
    for act in (
        lambda: draft_table(matter, leader),
        lambda: shares.edit_shares(table, share_input(matter.building), by=leader),
        lambda: shares.propose_shares(table, proposal(), by=leader),
    ):
        with pytest.raises(Refused, match="不办了"):
            act()


class TestTheDatabase:
    @pytest.fixture
    def table(self, matter, leader):
        return proposed_table(matter, leader)

    def refuses(self, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    def test_keeps_the_figures_of_a_proposed_table(self, table):
        rows = ShareLine.objects.filter(table=table)
        self.refuses(lambda: rows.update(fen=1))
        self.refuses(rows.delete)
        self.refuses(lambda: table.subsidies.update(fen=1))
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(total_fen=1))
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(rule="别的"))

    def test_keeps_a_replaced_table_whole(self, table, matter, leader):
        asked_table(matter, leader)
        assert state_of(table) == "replaced"
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(state="proposed"))
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(canvass=None))
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(total_fen=1))
        self.refuses(
            lambda: ShareTable.objects.filter(pk=table.pk).update(state="in_force", canvass=None)
        )

    def test_keeps_a_withdrawn_table_whole(self, table, leader):
        drafting.withdraw_canvass(ask_about(table, leader).canvass, reason="先不", by=leader)
        assert state_of(table) == "withdrawn"
        self.refuses(lambda: ShareTable.objects.filter(pk=table.pk).update(state="in_force"))

    def test_never_deletes_a_table(self, matter, leader):
        draft = draft_table(matter, leader)
        draft.lines.all().delete()
        draft.subsidies.all().delete()
        self.refuses(lambda: ShareTable.objects.filter(pk=draft.pk).delete())

    def test_proposes_only_what_adds_up(self, matter, leader):
        draft = draft_table(matter, leader)
        line = draft.lines.last()
        ShareLine.objects.filter(pk=line.pk).update(fen=line.fen + 1)
        with pytest.raises(IntegrityError), transaction.atomic():
            shares.propose_shares(draft, proposal(), by=leader)
