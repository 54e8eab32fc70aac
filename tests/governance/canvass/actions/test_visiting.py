from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import answering, counting, visiting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Visit
from governance.canvass.queries.counting import tally_of
from governance.canvass.queries.lists import waits_for
from governance.canvass.queries.voices import voices_of
from governance.journal.models import Line
from louzu.lib.errors import Refused
from tests.factories.canvass import move_past_deadline

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "expected"), [("told", 1), ("talked", 1), ("not_in", 0), ("refused", 0)]
)
def test_households_count_as_told_if_somebody_was_met(canvass, voice, leader, outcome, expected):
    visiting.record_visit(canvass, voice, outcome=outcome, by=leader)
    assert tally_of(canvass, voices_of(canvass)).told.heads == expected
    assert voices_of(canvass)[voice.number - 1].last_visit == outcome


def test_a_household_says_once_that_it_knows(canvass, voice, resident):
    for _ in range(2):
        visiting.acknowledge(canvass, voice, by=resident)
    assert Visit.objects.get().oneself


def test_what_was_pressed_by_mistake_is_taken_back_and_may_be_said_again(tell, resident, building):
    voice = next(
        status.voice for status in voices_of(tell) if status.is_of(resident.standing_in(building))
    )
    for said in (True, False, True):
        act = visiting.acknowledge if said else visiting.take_acknowledgement_back
        assert [act(tell, voice, by=resident), act(tell, voice, by=resident)] == [True, True]
        status = voices_of(tell)[voice.number - 1]
        assert (status.told, bool(status.acknowledgement)) == (said, said)
        assert tally_of(tell, voices_of(tell)).told.heads == said
        assert waits_for(tell, resident.standing_in(building)) == (not said)
    assert [visit.outcome for visit in Visit.objects.all()] == ["told", "taken_back", "told"]
    assert Line.objects.filter(verb="canvass.told_taken_back", audience="helpers").count() == 1


def test_the_word_of_a_helper_at_the_door_stays(tell, resident, leader):
    voice = voices_of(tell)[0].voice
    visiting.record_visit(tell, voice, outcome="told", by=leader)
    visiting.take_acknowledgement_back(tell, voice, by=resident)
    assert voices_of(tell)[0].told


def test_an_answer_is_changed_and_not_taken_back_like_this(canvass, voice, resident):
    visiting.acknowledge(canvass, voice, by=resident)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    with pytest.raises(Refused, match="改答复"):
        visiting.take_acknowledgement_back(canvass, voice, by=resident)


def test_nothing_is_taken_back_after_the_end(tell, resident):
    voice = voices_of(tell)[0].voice
    with pytest.raises(Refused, match="没有记上"):
        visiting.take_acknowledgement_back(move_past_deadline(tell), voice, by=resident)


def test_a_phone_without_signal_tells_the_hour_of_the_knock(canvass, voice, leader):
    later = timezone.now() + dt.timedelta(hours=3)
    visit = visiting.record_visit(canvass, voice, outcome="told", visited_at=later, by=leader)
    assert visit.visited_at <= timezone.now() + dt.timedelta(seconds=5)


def test_after_the_deadline_no_knock_counts(canvass, voice, leader):
    with pytest.raises(Refused, match="没有记上"):
        visiting.record_visit(move_past_deadline(canvass), voice, outcome="told", by=leader)


def test_several_are_told_at_once_with_one_line(tell, leader):
    voices = [status.voice for status in voices_of(tell)]
    visiting.record_told_together(tell, voices[:2], channel="meeting", by=leader)
    assert [status.responded for status in voices_of(tell)] == [True, True, False]
    assert {visit.note for visit in Visit.objects.all()} == {"会上"}
    assert Line.objects.filter(verb="canvass.told_together", audience="helpers").count() == 1


def test_telling_nobody_is_no_act(tell, leader):
    assert visiting.record_told_together(tell, [], channel="slip", by=leader) == []
    assert not Line.objects.filter(verb="canvass.told_together").exists()


def test_a_telling_may_end_early_when_all_households_know(tell, leader):
    with pytest.raises(Refused, match="还有人没答复"):
        counting.close_canvass(tell, by=leader)
    voices = [status.voice for status in voices_of(tell)]
    visiting.record_told_together(tell, voices, channel="meeting", by=leader)
    assert counting.close_canvass(tell, by=leader).state == "closed"
