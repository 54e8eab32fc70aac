"""Nothing leads from a voice to a choice."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.db import connection

from governance.canvass import actions
from governance.canvass.actions.secret import shuffle_box
from governance.canvass.models import Ballot, RollEntry
from governance.canvass.queries.box import is_in_the_box
from governance.canvass.queries.counting import result_of, tally_of
from governance.canvass.queries.voices import voices_of
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import opened, over

pytestmark = pytest.mark.django_db
SECRET = {"purpose": "vote", "preset": "residents_meeting", "secret": True}


@pytest.fixture
def vote(building, leader):
    for _ in range(7):
        MembershipFactory(household=HouseholdFactory(building=building))
    return opened(building, leader, **SECRET)


def cast(vote, choices):
    for n, (voice, choice) in enumerate(zip(vote.voices.all(), choices, strict=False)):
        by = voice.household.memberships.get().user
        actions.cast_ballot(vote, voice, choice=choice, receipt=f"AAAAA-BBBB{n + 2}", by=by)


def test_the_roll_knows_who_and_the_box_knows_what(vote):
    cast(vote, ["agree", "object", "agree"])
    assert RollEntry.objects.count() == 3
    assert sorted(Ballot.objects.values_list("choice", flat=True)) == ["agree", "agree", "object"]


def test_no_row_and_no_column_leads_from_one_book_to_the_other(vote):
    """Not the writer of a row (xmin), its place (ctid), its key, a time, nor the journal."""
    lines = Line.objects.count()
    cast(vote, ["object", *["agree"] * 5])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM canvass_ballot")
        writers = cursor.fetchone()[0]
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name IN ('canvass_ballot', 'canvass_rollentry') ORDER BY 1"
        )
        columns = [name for (name,) in cursor.fetchall()]
    assert writers == 1
    assert columns == ["canvass_id", "choice", "id", "receipt", "voice_id"]
    assert Line.objects.count() == lines


def test_a_ballot_gets_another_key_with_each_that_falls_in(vote):
    cast(vote, ["object"])
    keys = set()
    for voice in vote.voices.all()[1:]:
        keys.add(Ballot.objects.get(choice="object").pk)
        by = voice.household.memberships.get().user
        receipt = f"CCCCC-DDD{voice.number + 20}"
        actions.cast_ballot(vote, voice, choice="agree", receipt=receipt, by=by)
    assert len(keys) == vote.voices.count() - 1


def test_the_order_of_the_rows_is_chance(vote):
    """One ballot against among many, cast first: it lies anywhere in the table."""
    cast(vote, ["object", *["agree"] * 7])
    places = set()
    for _ in range(40):
        with connection.cursor() as cursor:
            cursor.execute("SELECT choice FROM canvass_ballot ORDER BY ctid")
            places.add([choice for (choice,) in cursor.fetchall()].index("object"))
        shuffle_box(vote, [])
    assert len(places) > 3


def test_nothing_of_it_is_in_any_other_table_nor_in_the_log(vote, caplog):
    before = {model: model._default_manager.count() for model in apps.get_models()}
    with caplog.at_level(logging.INFO):  # at DEBUG Django itself would log each statement
        cast(vote, ["object"])
    grown = {
        model.__name__ for model, count in before.items() if model._default_manager.count() != count
    }
    assert grown == {"Ballot", "RollEntry"}
    assert "object" not in caplog.text


def test_the_receipt_tells_that_the_ballot_is_there(vote):
    cast(vote, ["agree"])
    assert is_in_the_box(vote, "aaaaabbbb2")
    assert not is_in_the_box(vote, "ZZZZZ-ZZZZ9")


def test_a_household_votes_once(vote):
    cast(vote, ["agree"])
    with pytest.raises(Refused, match="已经投过"):
        cast(vote, ["object"])
    assert Ballot.objects.count() == 1


def test_before_the_closing_only_who_took_part_is_known(vote):
    cast(vote, ["agree"] * 6)
    tally = tally_of(vote, voices_of(vote))
    assert (tally.answered.heads, tally.agree.heads) == (6, 0)


def test_after_the_closing_the_box_is_opened(vote, leader):
    cast(vote, ["agree"] * 5 + ["object"])
    closed = actions.close_canvass(over(vote), by=leader)
    result = result_of(closed)
    assert (result["agree"]["heads"], result["object"]["heads"], result["record"]) == (5, 1, "")


def test_fewer_than_five_are_no_crowd(vote, leader):
    cast(vote, ["agree"] * 4)
    result = result_of(actions.close_canvass(over(vote), by=leader))
    assert result == {"too_few": True, "passed": False, "answered": 4, "roster": 8}


def test_no_answer_with_a_name_is_taken(vote, leader):
    voice = vote.voices.first()
    with pytest.raises(Refused, match="不记名"):
        actions.answer_on_web(vote, voice, choice="agree", by=leader)


def test_no_ballot_after_the_deadline(vote):
    over(vote)
    with pytest.raises(Refused, match="没有记上"):
        cast(vote, ["agree"])


def test_an_open_question_has_no_box(canvass, voice, resident):
    with pytest.raises(Refused, match="不是不记名"):
        actions.cast_ballot(canvass, voice, choice="agree", receipt="x", by=resident)
