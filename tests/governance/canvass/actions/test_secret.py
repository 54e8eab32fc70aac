"""A ballot is sealed before it reaches the database; a household votes once, on the web or on paper."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from governance.canvass.actions import answering, counting, papers, secret
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Receipt, RollEntry, SealedBallot
from governance.canvass.queries.box import is_receipt_in_box, receipt_digest
from governance.canvass.queries.counting import tally_of
from governance.canvass.queries.voices import voices_of
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import SECRET, cast_ballots, make_open_canvass, move_past_deadline

pytestmark = pytest.mark.django_db
CHOICES = ["object", "agree", "agree", "abstain", "agree", "agree"]


@pytest.fixture
def vote(building, leader):
    for _ in range(7):
        MembershipFactory(household=HouseholdFactory(building=building))
    return make_open_canvass(building, leader, **SECRET)


def cast(vote, voice, choice="agree", receipt="AAAAA-BBBB2"):
    by = voice.household.memberships.get().user
    secret.cast_ballot(vote, voice, choice=choice, receipt=receipt, by=by)


def test_the_roll_knows_who_and_no_statement_to_the_database_says_what(vote):
    """Whatever the server logs of its statements, its pages and its log hold ciphertext alone."""
    texts = []

    def listen(execute, sql, params, many, context):
        texts.append(f"{sql} {params!r}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        cast_ballots(vote, CHOICES)
    assert RollEntry.objects.count() == SealedBallot.objects.count() == len(CHOICES)
    assert [s for s in texts if any(word in s for word in set(CHOICES))] == []


def test_nothing_of_it_is_in_any_other_table_nor_in_the_log(vote, caplog):
    before = {model: model._default_manager.count() for model in apps.get_models()}
    with caplog.at_level(logging.INFO):  # at DEBUG Django itself would log each statement
        cast(vote, vote.voices.first(), "object")
    grown = {
        model.__name__ for model, count in before.items() if model._default_manager.count() != count
    }
    assert grown == {"SealedBallot", "RollEntry", "Receipt"}
    assert "object" not in caplog.text


@pytest.mark.parametrize("table", ["canvass_sealedballot", "canvass_box", "canvass_receipt"])
@pytest.mark.parametrize("change", ["UPDATE {0} SET canvass_id = canvass_id", "DELETE FROM {0}"])
def test_the_database_keeps_an_open_box_as_it_is(vote, table, change):
    cast(vote, vote.voices.first())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_the_receipt_tells_that_the_ballot_is_there_and_is_kept_as_a_keyed_hash(vote, settings):
    cast(vote, vote.voices.first(), receipt="AAAAA-BBBB2")
    assert is_receipt_in_box(vote, "aaaaabbbb2")
    assert not is_receipt_in_box(vote, "ZZZZZ-ZZZZ9")
    kept = Receipt.objects.get().digest
    settings.SECRET_KEY = "another"
    assert receipt_digest(vote, "AAAAA-BBBB2") != kept


def test_a_receipt_that_is_taken_is_refused_with_a_sentence(vote):
    first, second = vote.voices.all()[:2]
    cast(vote, first)
    with pytest.raises(Refused, match="没有投进去"):
        cast(vote, second)
    assert SealedBallot.objects.count() == RollEntry.objects.count() == 1


def test_a_household_votes_once(vote):
    voice = vote.voices.first()
    cast(vote, voice)
    with pytest.raises(Refused, match="已经投过"):
        cast(vote, voice, receipt="CCCCC-CCCC2")
    assert SealedBallot.objects.count() == 1


def test_before_the_count_only_who_took_part_is_known(vote, leader):
    cast_ballots(vote, ["agree"] * 6)
    closed = counting.close_canvass(move_past_deadline(vote), by=leader)
    for canvass in (vote, closed):
        tally = tally_of(canvass, voices_of(canvass))
        assert (tally.answered.heads, tally.agree.heads) == (6, 0)


def test_no_answer_with_a_name_is_taken(vote, leader):
    voice = vote.voices.first()
    with pytest.raises(Refused, match="不记名"):
        answering.answer_on_web(vote, voice, AnswerInput(choice="agree"), by=leader)


def test_neither_ballot_nor_paper_after_the_deadline(vote, leader):
    move_past_deadline(vote)
    voice = vote.voices.first()
    with pytest.raises(Refused, match="没有记上"):
        cast(vote, voice)
    with pytest.raises(Refused, match="没有记上"):
        papers.hand_out_paper(vote, voice, by=leader)


def test_an_open_question_has_no_box(canvass, voice, resident):
    with pytest.raises(Refused, match="不是不记名"):
        secret.cast_ballot(canvass, voice, choice="agree", receipt="x", by=resident)
