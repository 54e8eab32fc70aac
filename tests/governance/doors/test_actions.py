"""Races, on a real PostgreSQL with real connections."""

from __future__ import annotations

from functools import partial

import pytest

from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Answer, Channel, Visit
from governance.doors.actions.answering import record_answers
from governance.doors.actions.knocking import record_knock
from governance.doors.inputs import DoorAnswer
from governance.doors.models import Knock
from tests.factories.canvass import make_open_canvass, photo, voice_of
from tests.side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def test_answers_to_several_questions_in_any_order_and_knocks_do_not_wait_crosswise(
    canvass, tell, building, leader, household, core
):
    """Two entries that record the same doors at once take their locks in the same order."""
    other = make_open_canvass(building, leader, question="换灯吗？")
    answers = [DoorAnswer(one, voice_of(one, household), "agree") for one in (canvass, other)]
    paper = PaperAnswer(channel=Channel.DOOR, signer="户主", relation="self", evidence=photo())
    flat = household.flat
    jobs = [
        *[partial(record_answers, flat, household, answers, paper=paper, by=core)] * TIMES,
        *[partial(record_answers, flat, household, answers[::-1], paper=paper, by=leader)] * TIMES,
        *[partial(record_knock, flat, household, outcome="not_in", by=leader)] * TIMES,
    ]
    outcomes = at_once(jobs[::2] + jobs[1::2])
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert (Answer.objects.count(), Knock.objects.count()) == (4 * TIMES, 3 * TIMES)
    assert Visit.objects.filter(voice__canvass=tell).count() == TIMES
