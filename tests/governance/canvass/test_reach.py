from __future__ import annotations

import pytest

from governance.canvass.actions import answering, drafting, rewording, visiting
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.queries.counting import tally_of
from governance.canvass.queries.reach import CanvassReach, doors_of, reach_of
from governance.canvass.queries.voices import voices_of
from residents.rooms.contributions import ReachCount
from tests.factories import HouseholdFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass

pytestmark = pytest.mark.django_db


def test_reach_is_what_the_tally_says(canvass, voice, leader, resident, django_assert_num_queries):
    """Told by a helper, answered, answered and taken back, answered to an earlier text."""
    answer = answering.answer_on_web
    theirs = [status.voice for status in voices_of(canvass) if status.voice != voice]
    answer(canvass, theirs[0], AnswerInput(choice="agree"), by=leader)
    answer(canvass, theirs[1], AnswerInput(choice="agree"), by=leader)
    answer(canvass, theirs[1], AnswerInput(choice="taken_back"), by=leader)
    answer(canvass, voice, AnswerInput(choice="agree"), by=resident)
    for material, known, body in ((False, 2, "不在楼道堆物！"), (True, 1, "改了")):
        if material:
            visiting.record_visit(canvass, voice, outcome="told", by=leader)
        canvass = rewording.reword_canvass(
            canvass,
            RewordInput(version=canvass.version, body=body, material=material, reason="改"),
            by=leader,
        )
        with django_assert_num_queries(1):
            found = reach_of([canvass.pk])
        assert found == {canvass.pk: CanvassReach(known, 3)}
        assert tally_of(canvass, voices_of(canvass)).told.heads == known


def test_each_canvass_has_its_own_and_a_draft_has_none(tell, next_door, neighbour, leader):
    HouseholdFactory(building=next_door)
    there = make_open_canvass(next_door, neighbour, purpose="tell", preset="tell")
    voices = [status.voice for status in voices_of(there)]
    visiting.record_told_together(there, voices, channel="meeting", by=neighbour)
    draft = make_draft_canvass(tell.building, leader)
    found = reach_of([tell.pk, there.pk, draft.pk])
    assert found == {tell.pk: CanvassReach(0, 3), there.pk: CanvassReach(2, 2)}
    assert (found[tell.pk].whole, found[there.pk].whole) == (False, True)


def test_doors_are_those_of_all_that_is_under_way_in_a_building(
    tell, next_door, neighbour, leader, django_assert_num_queries
):
    voices = [status.voice for status in voices_of(tell)]
    visiting.record_visit(tell, voices[0], outcome="told", by=leader)
    visiting.record_visit(tell, voices[1], outcome="not_in", by=leader)
    HouseholdFactory(building=next_door)
    there = make_open_canvass(next_door, neighbour)
    theirs = voices_of(there)
    answering.answer_on_web(there, theirs[0].voice, AnswerInput(choice="agree"), by=neighbour)
    both = [tell.building.pk, next_door.pk]
    with django_assert_num_queries(1):
        found = doors_of(both)
    assert found == {both[0]: ReachCount(1, 0, 3), both[1]: ReachCount(1, 1, len(theirs))}
    drafting.withdraw_canvass(tell, reason="不办了", by=leader)
    assert both[0] not in doors_of(both)
    assert doors_of([]) == {}
