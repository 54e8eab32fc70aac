from __future__ import annotations

import io

import pytest
import rules
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from governance.canvass.actions import answering, counting, drafting
from governance.canvass.models import Canvass, Count
from governance.canvass.queries.counting import recount
from governance.canvass.signals import canvass_passed
from louzu.lib.errors import Refused
from tests.factories.canvass import move_past_deadline, record_paper_answer_for

pytestmark = pytest.mark.django_db


def everybody_agrees(canvass, by, checker):
    for voice in canvass.voices.all():
        record_paper_answer_for(canvass, voice, "agree", by=by, checked_by=checker)


@pytest.fixture
def closed(canvass, leader, counter, core):
    everybody_agrees(canvass, leader, counter)
    return counting.close_canvass(move_past_deadline(canvass), by=leader)


@pytest.fixture
def published(closed, leader, counter):
    counting.count_canvass(closed, by=leader)
    counting.count_canvass(closed, by=counter)
    return counting.publish_canvass(closed, by=leader)


def test_it_closes_early_only_when_all_have_answered(canvass, leader, counter):
    with pytest.raises(Refused, match="还没到截止"):
        counting.close_canvass(canvass, by=leader)
    everybody_agrees(canvass, leader, counter)
    assert counting.close_canvass(canvass, by=leader).state == "closed"


def test_two_people_count(closed, leader, counter):
    assert counting.count_canvass(closed, by=leader).state == "closed"
    with pytest.raises(Refused, match="还要另一位"):
        counting.count_canvass(closed, by=leader)
    assert counting.count_canvass(closed, by=counter).state == "counted"
    count = Count.objects.get(canvass=closed)
    assert (count.first, count.second, count.result["passed"]) == (leader, counter, True)


def test_the_database_refuses_one_person_who_counts_twice(closed, leader):
    counting.count_canvass(closed, by=leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.update(second=leader, second_at=closed.closed_at)


def test_a_check_between_the_two_counts_begins_the_counting_anew(canvass, leader, counter, core):
    voice = canvass.voices.first()
    answer = record_paper_answer_for(canvass, voice, "agree", by=core)
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    counting.count_canvass(canvass, by=leader, anyway=True)
    answering.check_answer(canvass, answer, by=counter, by_household=False)
    assert counting.count_canvass(canvass, by=counter, anyway=True).state == "closed"
    assert counting.count_canvass(canvass, by=leader, anyway=True).state == "counted"
    with pytest.raises(Refused, match="不能再核对"):
        answering.check_answer(canvass, answer, by=leader, by_household=False)


def test_a_published_pass_is_heard(closed, leader, counter):
    heard = []
    hear = lambda canvass, **_: heard.append(canvass.state)  # noqa: E731
    canvass_passed.connect(hear)
    try:
        counting.count_canvass(closed, by=counter)
        counting.count_canvass(closed, by=leader)
        counting.publish_canvass(closed, by=leader)
    finally:
        canvass_passed.disconnect(hear)
    assert heard == ["published"]
    with pytest.raises(Refused):
        drafting.withdraw_canvass(closed, reason="反悔", by=leader)


def test_the_raw_record_counted_again_says_the_same(published):
    out = io.StringIO()
    call_command("recount", published.pk, stdout=out)
    assert "agrees" in out.getvalue()


def test_a_tampered_result_does_not_pass_the_recount(published):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE canvass_count SET result = jsonb_set(result, '{passed}', 'false')")
    assert not recount(Canvass.objects.get(pk=published.pk)).agrees
    with pytest.raises(CommandError, match="does not agree"):
        call_command("recount", published.pk, stdout=io.StringIO())


def test_what_was_said_is_counted_and_not_withdrawn_when_the_deadline_has_passed(canvass, leader):
    """People who can read the answers must not be able to withdraw them."""
    move_past_deadline(canvass)
    assert not rules.has_perm("canvass.withdraw", leader, canvass)
    with pytest.raises(Refused, match="不能再撤回"):
        drafting.withdraw_canvass(canvass, reason="反悔", by=leader)
    closed = counting.close_canvass(canvass, by=leader)
    assert not rules.has_perm("canvass.withdraw", leader, closed)
    with pytest.raises(Refused, match="不能再撤回"):
        drafting.withdraw_canvass(closed, reason="反悔", by=leader)


def test_a_counted_result_is_not_withdrawn_and_either_counter_publishes_it(closed, leader, counter):
    counting.count_canvass(closed, by=leader)
    counted = counting.count_canvass(closed, by=counter)
    assert rules.has_perm("canvass.publish", counter, counted)
    assert not rules.has_perm("canvass.withdraw", leader, counted)
    with pytest.raises(Refused):
        drafting.withdraw_canvass(counted, reason="反悔", by=leader)
    assert counting.publish_canvass(counted, by=counter).state == "published"
