from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import answering, counting, objecting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Objection
from louzu.lib.errors import Refused
from tests.factories.canvass import move_past_deadline, record_paper_answer_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def objection(canvass, voice, resident):
    answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="太吵"), by=resident
    )
    return Objection.objects.get(voice=voice)


def talk(canvass, objection, by, *, on=None):
    return objecting.record_talk(
        canvass, objection, on=on or timezone.localdate(), who="楼组长和302室", said="怕吵", by=by
    )


def offered(canvass, objection, by):
    return objecting.record_offer(
        canvass,
        objection,
        on=timezone.localdate(),
        who="楼组长和302室",
        said="怕吵",
        offered="装消音垫",
        by=by,
    )


def state(objection):
    objection.refresh_from_db()
    return objection.state


def test_an_objection_lives_from_raised_to_met(canvass, voice, objection, leader, resident):
    assert state(objection) == "raised"
    talk(canvass, objection, leader)
    assert state(objection) == "in_talks"
    offered(canvass, objection, leader)
    talk(canvass, objection, leader)
    assert (state(objection), objection.offer) == ("offered", "装消音垫")
    answer = answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    assert (state(objection), objection.ended_by) == ("met", answer)
    assert objection.talks.count() == 3


def test_without_an_offer_it_is_withdrawn(canvass, voice, objection, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="abstain"), by=resident)
    assert state(objection) == "withdrawn"


def test_a_paper_word_ends_it_only_when_two_people_saw_it(
    canvass, voice, leader, counter, resident
):
    record_paper_answer_for(canvass, voice, "object", by=leader, checked_by=counter)
    objection = Objection.objects.get(voice=voice)
    answer = record_paper_answer_for(canvass, voice, "agree", by=leader)
    assert state(objection) == "raised"
    answering.check_answer(canvass, answer, by=counter, by_household=False)
    assert state(objection) == "withdrawn"


def test_unsettled_objections_stand_after_the_closing(canvass, objection, leader):
    talk(canvass, objection, leader)
    counting.close_canvass(move_past_deadline(canvass), by=leader)
    assert state(objection) == "stands"
    with pytest.raises(Refused):
        talk(canvass, objection, leader)


def test_objecting_again_begins_another_life(canvass, voice, objection, resident):
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    answering.answer_on_web(
        canvass, voice, AnswerInput(choice="object", reason="还是吵"), by=resident
    )
    assert list(voice.objections.values_list("state", flat=True)) == ["withdrawn", "raised"]


def test_a_talk_is_not_of_tomorrow(canvass, objection, leader):
    with pytest.raises(Refused, match="以后"):
        talk(canvass, objection, leader, on=timezone.localdate() + dt.timedelta(days=3))
