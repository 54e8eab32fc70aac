"""What the tied things say: what comes next, and how far the matter has come."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.canvass.actions import answering, drafting, opening
from governance.canvass.inputs import AnswerInput
from governance.journal.actions import link
from governance.journal.models import LinkKind
from governance.matters.models import Matter
from governance.matters.queries.tied_facts import (
    next_event_of,
    suggestion_for,
    tied_facts_of,
    usual_step_of,
)
from governance.matters.queries.ties import ties_of
from tests.factories import NoticeFactory
from tests.factories.canvass import make_draft_canvass, make_open_canvass, move_past_deadline
from tests.factories.charters import count_and_publish
from tests.factories.lounge import ThreadFactory
from tests.factories.matters import MatterFactory, PromiseFactory, make_matter_from
from tests.factories.meetings import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
NOW, TODAY = timezone.now(), timezone.localdate()


@pytest.fixture
def matter(building):
    return MatterFactory(building=building)


def tie(matter, *things):
    for thing in things:
        link(matter.building, matter, thing, LinkKind.CAME_FROM)


def facts_of(matter):
    return tied_facts_of(ties_of(matter))


def suggested(matter):
    found = suggestion_for(matter, facts_of(matter))
    return found.step if found else None


def at_stage(matter, stage):
    Matter.objects.filter(pk=matter.pk).update(stage=stage)
    matter.refresh_from_db()


def task(matter, **more):
    return TaskFactory(building=matter.building, resolution=None, text="量井道", **more)


def test_a_thread_with_replies_is_talk(building):
    thread = ThreadFactory(building=building)
    matter = make_matter_from(thread)
    assert suggested(matter) is None
    type(thread).objects.filter(pk=thread.pk).update(posts=2)
    assert suggested(matter) == "talk"


def test_a_question_that_is_open_speaks_for_asking(building, leader, matter):
    canvass = make_draft_canvass(building, leader)
    tie(matter, canvass)
    assert suggested(matter) is None
    drafting.announce_canvass(canvass, by=leader)
    assert suggested(matter) is None
    opening.open_canvass(canvass, by=leader)
    assert suggested(matter) == "ask"


def test_a_question_that_opens_later_does_not_speak_for_asking_yet(building, leader, matter):
    later = make_draft_canvass(building, leader, opens_at=NOW + dt.timedelta(days=3))
    tie(matter, drafting.announce_canvass(later, by=leader))
    (asked,) = facts_of(matter).canvasses
    assert (asked.state, suggested(matter)) == ("announced", None)


@pytest.mark.parametrize(("choice", "step"), [("agree", "decide"), ("object", "ask")])
def test_its_result_speaks_for_a_decision_if_it_passed(
    building, leader, core, resident, household, matter, choice, step
):
    canvass = make_open_canvass(building, leader)
    for voice in canvass.voices.all():
        member = voice.household.memberships.get().user
        given = AnswerInput(choice=choice, reason="吵" if choice == "object" else "")
        answering.answer_on_web(canvass, voice, given, by=member)
    count_and_publish(move_past_deadline(canvass), by=core, other=leader)
    tie(matter, canvass)
    assert suggested(matter) == step


def test_a_resolution_counts_once_its_minutes_are_read(building, matter):
    for state, step in (("drafted", "talk"), ("read", "decide")):
        item = AgendaItemFactory(meeting=MeetingFactory(building=building, **{state: True}))
        tie(matter, ResolutionFactory(item=item))
        assert suggested(matter) == step


def test_tasks_speak_for_doing_and_for_done_when_all_are(matter):
    one, other = task(matter), task(matter)
    tie(matter, one, other)
    assert suggested(matter) == "do"
    at_stage(matter, "doing")
    assert suggested(matter) is None
    done = {"state": "done", "settled_at": NOW, "said": "好了"}
    type(one).objects.filter(pk=one.pk).update(**done)
    assert suggested(matter) is None
    type(one).objects.filter(pk=other.pk).update(**done)
    assert suggested(matter) == "finish"


def test_nothing_behind_the_present_stage_is_suggested(building, leader, matter):
    tie(matter, make_open_canvass(building, leader))
    for stage, step in (("talked", "ask"), ("asked", None), ("decided", None), ("kept", None)):
        at_stage(matter, stage)
        assert suggested(matter) == step, stage


@pytest.mark.parametrize(
    ("stage", "step"),
    [("raised", "talk"), ("decided", "do"), ("doing", "finish"), ("done", "keep"), ("kept", "")],
)
def test_the_usual_step_leads_to_the_next_stage(matter, stage, step):
    at_stage(matter, stage)
    assert usual_step_of(matter) == step


def test_what_comes_first_is_next(building, leader, matter):
    assert next_event_of(facts_of(matter), []) is None
    promise = PromiseFactory(matter=matter, words="加扶手", due_on=TODAY + dt.timedelta(days=30))
    assert next_event_of(facts_of(matter), [promise]).what == "加扶手"
    tie(matter, task(matter, due_on=TODAY + dt.timedelta(days=25)))
    assert next_event_of(facts_of(matter), [promise]).what == "量井道"
    tie(matter, MeetingFactory(building=building, title="碰头会"))
    soon = next_event_of(facts_of(matter), [promise])
    assert (soon.what, soon.until) == ("碰头会", False)
    tie(
        matter,
        NoticeFactory(building=building, title="停梯", happens_from=NOW + dt.timedelta(hours=5)),
    )
    assert next_event_of(facts_of(matter), [promise]).what == "停梯"


def test_what_is_over_kept_or_secret_is_not_next(building, matter):
    tie(matter, task(matter, due_on=TODAY - dt.timedelta(days=1)))
    tie(matter, MeetingFactory(building=building, planned=True))
    kept = PromiseFactory(
        matter=matter,
        state="kept",
        said="好",
        settled_on=TODAY,
        due_on=TODAY + dt.timedelta(days=3),
    )
    unworded = PromiseFactory(matter=matter, state="unworded", words="", due_on=TODAY)
    assert next_event_of(facts_of(matter), [kept, unworded]) is None
