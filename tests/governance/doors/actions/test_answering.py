from __future__ import annotations

import pytest

from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Answer, Channel
from governance.doors.actions.answering import record_answers
from governance.doors.inputs import DoorAnswer
from governance.doors.models import Knock
from louzu.lib.errors import Refused
from tests.factories.canvass import make_open_canvass, move_past_deadline, photo, voice_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(building, leader, household, resident):
    found = [make_open_canvass(building, leader, question=what) for what in ("甲", "乙")]
    return [DoorAnswer(one, voice_of(one, household), choice="agree") for one in found]


def signed(**more):
    return PaperAnswer(
        channel=Channel.DOOR, signer="户主", relation="self", evidence=photo(), **more
    )


def record(household, answers, paper, by):
    return record_answers(household.flat, household, answers, paper=paper, by=by)


def test_one_that_is_refused_leaves_none(household, answers, core):
    bad = [answers[0], DoorAnswer(answers[1].canvass, answers[1].voice, choice="object")]
    with pytest.raises(Refused, match="写一句为什么"):
        record(household, bad, signed(), core)
    assert (Answer.objects.count(), Knock.objects.count()) == (0, 0)


def test_those_that_ended_are_returned(household, answers, core):
    move_past_deadline(answers[0].canvass)
    recorded = record(household, answers, signed(), core)
    assert (recorded.ended, len(recorded.answers)) == ([answers[0].canvass], 1)
    assert Answer.objects.get().voice == answers[1].voice
    move_past_deadline(answers[1].canvass)
    with pytest.raises(Refused):
        record(household, answers, signed(), core)
    assert Knock.objects.count() == 1
