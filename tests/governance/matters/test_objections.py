"""Objections of a matter are numbers, told as far as they show nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from governance.canvass.actions import answering, counting, drafting, visiting
from governance.canvass.inputs import AnswerInput
from governance.canvass.models import Canvass
from governance.matters.queries.objections import ObjectionFigures, objection_figures_of
from governance.notices.actions.posting import end_posting
from governance.notices.models import Notice
from tests.factories import HouseholdFactory, MembershipFactory
from tests.factories.canvass import (
    make_draft_canvass,
    make_open_canvass,
    move_past_deadline,
    voice_of,
)
from tests.factories.notices import make_notice

pytestmark = pytest.mark.django_db
LATER, TOO_FEW = ObjectionFigures(later=True), ObjectionFigures(too_few=True)


def asked(building, leader, households, *, objects, **text):
    """A canvass in which ``objects`` of the households object and the others agree."""
    members = [MembershipFactory(household__building=building) for _ in range(households)]
    canvass = make_open_canvass(building, leader, **text)
    for number, member in enumerate(members):
        against = {"choice": "object", "reason": "吵"}
        given = AnswerInput(**against) if number < objects else AnswerInput(choice="agree")
        voice = voice_of(canvass, member.household)
        answering.answer_on_web(canvass, voice, given, by=member.user)
    return canvass


def counted(canvass, volunteer, core):
    canvass = counting.close_canvass(move_past_deadline(canvass), by=None)
    for who in (volunteer, core):
        canvass = counting.count_canvass(canvass, by=who, anyway=True)
    return Canvass.objects.select_related("count_of").get(pk=canvass.pk)


@pytest.mark.parametrize("each", [True, False])
def test_before_anybody_is_asked_nobody_could_have_objected(building, leader, each):
    opens_at = timezone.now() + dt.timedelta(days=3)
    draft = make_draft_canvass(building, leader, opens_at=opens_at)
    announced = drafting.announce_canvass(draft, by=leader)
    assert objection_figures_of([announced], each=each) == ObjectionFigures(not_yet=True)
    words = render_to_string(
        "matters/_objections.html", {"objections": ObjectionFigures(not_yet=True)}
    )
    assert ("还没有开始问，还没有人提异议。" in words, "没有人提出异议" in words) == (True, False)
    both = [announced, asked(building, leader, 0, objects=0)]
    assert not objection_figures_of(both, each=each).not_yet


def test_while_answers_come_in_helpers_alone_see_them(building, leader):
    canvass = asked(building, leader, 5, objects=2)
    assert objection_figures_of([canvass], each=True) == ObjectionFigures(2, 0, 2)
    assert objection_figures_of([canvass], each=False) == LATER
    closed = counting.close_canvass(move_past_deadline(canvass), by=None)
    assert objection_figures_of([closed], each=False) == LATER


@pytest.mark.parametrize(("households", "told"), [(4, ObjectionFigures(1, 0, 1)), (3, TOO_FEW)])
def test_of_a_count_neighbours_read_them_if_enough_took_part(
    building, leader, volunteer, core, households, told
):
    canvass = counted(asked(building, leader, households, objects=1), volunteer, core)
    assert objection_figures_of([canvass], each=False) == told
    assert objection_figures_of([canvass], each=True) == ObjectionFigures(1, 0, 1)


def test_several_canvasses_are_added(building, leader, volunteer, core):
    first = counted(asked(building, leader, 5, objects=2), volunteer, core)
    second = asked(building, leader, 0, objects=0)
    both = objection_figures_of([first, second], each=False)
    assert both == ObjectionFigures(2, 0, 2, later=True)


@pytest.mark.parametrize(("told", "figures"), [(4, ObjectionFigures(1, 0, 1)), (3, TOO_FEW)])
def test_of_a_posting_that_is_over_neighbours_read_what_its_notice_tells(
    building, leader, resident, told, figures
):
    for _n in range(4):
        HouseholdFactory(building=building)
    posting = make_notice(building, leader, title="换灯")
    canvass = posting.canvass
    mine = voice_of(canvass, resident.memberships.get().household)
    against = AnswerInput(choice="object", reason="太亮")
    answering.answer_on_web(canvass, mine, against, by=resident)
    others = canvass.voices.exclude(pk=mine.pk)[: told - 1]
    visiting.record_told_together(canvass, others, channel="meeting", by=leader)
    assert objection_figures_of([canvass], each=False) == LATER
    Notice.objects.filter(pk=posting.pk).update(
        shows_from=timezone.now() - dt.timedelta(days=9),
        expires_at=timezone.now() - dt.timedelta(days=1),
    )
    move_past_deadline(canvass)
    end_posting(Notice.objects.get(pk=posting.pk))
    closed = Canvass.objects.get(pk=canvass.pk)
    assert objection_figures_of([closed], each=False) == figures
    assert objection_figures_of([closed], each=True) == ObjectionFigures(1, 0, 1)


def test_without_a_question_there_are_no_figures(building, leader):
    assert objection_figures_of([], each=True) is None
    told = make_open_canvass(building, leader, purpose="tell", preset="tell", question="停水")
    assert objection_figures_of([told], each=False) is None
