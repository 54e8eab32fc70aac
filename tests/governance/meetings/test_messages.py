from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from governance.inbox.models import InboxItem, Message, Reason
from governance.lounge.actions import threads
from governance.meetings.actions import agenda, holding, minutes, noting, planning, tasks
from governance.meetings.actions.noting import ResolutionInput
from governance.meetings.messages import MESSAGE_TYPES
from governance.meetings.models import Presence
from tests.factories.inbox import news_of
from tests.factories.lounge import thread_input
from tests.factories.meetings import MeetingFactory, ProposalFactory, meeting_input, wish_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("unnamed", [True, False])
def test_who_brought_a_thing_up_learns_each_step_of_what_came_of_it(
    building, leader, resident, unnamed, time_machine
):
    thread = threads.start_thread(
        building,
        thread_input(kind="worry", title="墙面掉灰", text="三楼", unnamed=unnamed),
        by=resident,
    )
    meeting = MeetingFactory(building=building, host=leader)
    item = agenda.take_up_wish(meeting, wish_for(thread, leader), by=leader)
    assert news_of(resident) == ["lounge.on_agenda"]
    time_machine.move_to(meeting.starts_at)
    holding.hold_meeting(meeting, by=leader)
    due = timezone.localdate() + dt.timedelta(days=7)
    data = ResolutionInput(kind="agreed", text="刷墙", way="task", who=leader, due_on=due)
    resolution = noting.add_resolution(item, data, by=leader)
    assert news_of(resident) == ["lounge.on_agenda"], "the minutes are not out"
    minutes.close_meeting(meeting, by=leader)
    minutes.open_minutes(meeting, days=3, by=leader)
    tasks.finish_task(resolution.task, said="刷好了", by=leader)
    assert news_of(resident) == ["lounge.on_agenda", "lounge.decided", "lounge.done"]
    because = {*InboxItem.objects.filter(user=resident).values_list("because", flat=True)}
    assert because == {"follows" if unnamed else "author"}


@pytest.fixture
def invited(building, leader, resident):
    meeting = MeetingFactory(building=building, host=leader, state="planned")
    return planning.invite_meeting(meeting, by=leader)


def test_an_invitation_is_sent_until_the_household_has_said_whether_it_comes(
    invited, household, resident
):
    message = Message.objects.get(type="meetings.invited")
    assert (message.kind, message.happens_at) == ("duty", invited.starts_at)
    assert message.useful_until == invited.starts_at
    kind = next(kind for kind in MESSAGE_TYPES if kind.code == "meetings.invited")
    assert kind.why_not(invited, resident) == ""
    Presence.objects.create(meeting=invited, household=household, coming=True, said_by=resident)
    assert kind.why_not(invited, resident) == Reason.ANSWERED


def change(meeting, leader, **text):
    meeting.refresh_from_db()
    planning.edit_meeting(
        meeting, meeting_input(meeting, **text), sequence=meeting.sequence, agenda=[], by=leader
    )


def test_only_another_hour_or_place_is_news(invited, leader, resident):
    change(invited, leader, title="换个说法")
    assert news_of(resident) == []
    change(invited, leader, place="一楼")
    change(invited, leader, starts_at=invited.starts_at + dt.timedelta(hours=1))
    assert news_of(resident) == ["meetings.moved"] * 2


def test_a_late_cancellation_is_urgent_and_voids_the_invitation(
    invited, leader, resident, time_machine
):
    time_machine.move_to(invited.starts_at - dt.timedelta(hours=20))
    planning.cancel_meeting(invited, reason="台风", by=leader)
    assert news_of(resident) == ["meetings.cancelled"]
    assert Message.objects.get(type="meetings.cancelled").urgent
    assert not Message.objects.valid().filter(type="meetings.invited").exists()


@pytest.mark.parametrize("accepted", [True, False])
def test_who_proposed_an_item_learns_the_answer(building, leader, resident, accepted):
    proposal = ProposalFactory(meeting__building=building, author=resident, title="纸箱")
    if accepted:
        agenda.accept_proposal(proposal, by=leader)
    else:
        agenda.decline_proposal(proposal, answer="下次", by=leader)
    assert news_of(resident) == ["meetings.proposal_decided"]
    assert Message.objects.get().values == {"title": "纸箱"}


def test_who_asked_for_a_correction_learns_the_answer(read, leader, resident):
    correction = minutes.ask_correction(read, text="少写一句", by=resident)
    minutes.answer_correction(correction, answer="补上了", by=leader)
    assert news_of(resident) == ["meetings.correction_decided"]


def test_those_who_were_there_are_asked_to_check_the_minutes(building, leader, household, resident):
    meeting = MeetingFactory(building=building, host=leader, held=True, state="drafted")
    Presence.objects.create(meeting=meeting, household=household, present=True)
    meeting = minutes.open_minutes(meeting, days=3, by=leader)
    message = Message.objects.get(type="meetings.minutes_opened")
    assert (message.kind, message.useful_until) == ("duty", meeting.corrections_until)


def test_published_minutes_are_news_for_everybody(read, leader, resident, time_machine):
    time_machine.move_to(read.corrections_until + dt.timedelta(minutes=1))
    minutes.publish_minutes(read, by=leader)
    assert news_of(resident) == ["meetings.published"]


def test_who_is_given_a_task_is_told(sitting, leader, resident):
    due = timezone.localdate() + dt.timedelta(days=7)
    noting.add_resolution(
        sitting.items.get(),
        ResolutionInput(kind="agreed", text="刷墙", way="task", who=resident, due_on=due),
        by=leader,
    )
    message = Message.objects.get(type="meetings.task_given")
    assert (message.kind, message.values["title"]) == ("duty", "刷墙")
