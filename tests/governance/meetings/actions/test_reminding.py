from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from governance.canvass.models import Canvass
from governance.inbox.jobs import send_due_deliveries
from governance.inbox.models import Delivery
from governance.meetings.actions import planning, tasks
from governance.meetings.actions.holding import reply_to_invitation
from governance.meetings.inputs import TaskInput
from governance.meetings.jobs import remind_of_coming_meetings, remind_of_due_tasks
from louzu.lib.jobs import Queue
from tests.factories.inbox import ContactWayFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = 2030
"""Later than the clock of the database, which opens canvasses."""


def at(day, clock):
    return dt.datetime.combine(dt.date(YEAR, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


@pytest.fixture
def meeting(building, leader, resident, time_machine, run_jobs):
    """A meeting on 29 November, 19:00, to which everybody was invited nine days before."""
    ContactWayFactory(user=resident)
    time_machine.move_to(at(20, "12:00"), tick=False)
    planned = MeetingFactory(
        building=building, host=leader, state="planned", starts_at=at(29, "19:00")
    )
    invited = planning.invite_meeting(planned, by=leader)
    Canvass.objects.update(opens_at=at(20, "12:00"), opened_at=at(20, "12:00"))
    run_jobs(Queue.ONCE)
    mail.outbox.clear()
    return invited


@pytest.fixture
def sent(time_machine, run_jobs):
    """Return the subjects of the mails sent until then; each periodic job runs twice."""

    def work(when):
        time_machine.move_to(when, tick=False)
        before = len(mail.outbox)
        for job in (remind_of_coming_meetings, remind_of_due_tasks, send_due_deliveries):
            job()
            job()
        run_jobs(Queue.ONCE)
        return [one.subject for one in mail.outbox[before:]]

    return work


def test_who_comes_is_reminded_once_in_the_evening_before(meeting, sent, household, resident):
    reply_to_invitation(meeting, household, coming=True, by=resident)
    found = [sent(at(28, clock)) for clock in ("17:59", "18:00", "18:05")]
    assert found == [[], ["别忘了开会：11月29日（周五）晚上7点"], []]
    assert meeting.place in mail.outbox[-1].body


def test_who_does_not_come_is_not_reminded(meeting, sent, household, resident):
    reply_to_invitation(meeting, household, coming=False, by=resident)
    assert sent(at(28, "18:00")) == []
    delivery = Delivery.objects.get(message__type="meetings.reminder")
    assert delivery.reason == "answered"


def test_who_is_still_asked_gets_the_reminder_of_the_invitation_instead(meeting, sent):
    assert sent(at(28, "18:00")) == []
    assert not Delivery.objects.filter(message__type="meetings.reminder").exists()


def test_a_cancelled_meeting_reminds_nobody(meeting, sent, household, resident, leader):
    reply_to_invitation(meeting, household, coming=True, by=resident)
    planning.cancel_meeting(meeting, reason="下雨", by=leader)
    assert "别忘了" not in "".join(sent(at(28, "18:00")))


@pytest.fixture
def task(building, leader, resident, time_machine, run_jobs):
    """A task that is due on 29 November and was given nine days before."""
    ContactWayFactory(user=resident)
    time_machine.move_to(at(20, "12:00"), tick=False)
    data = TaskInput("买灯", resident, dt.date(YEAR, 11, 29))
    given = tasks.give_task(building, data, by=leader)
    run_jobs(Queue.ONCE)
    mail.outbox.clear()
    return given


def test_who_takes_a_task_is_reminded_once_in_the_evening_before_its_day(task, sent):
    found = [sent(at(28, clock)) for clock in ("17:59", "18:00", "18:05")]
    assert found == [[], ["请您办的一件事快到日子了"], []]
    assert "买灯" in mail.outbox[-1].body
    assert sent(at(29, "18:00")) == []


def test_only_who_takes_a_task_now_is_reminded_of_it(task, sent, leader, core):
    ContactWayFactory(user=core, address="core@example.org")
    tasks.change_task(task, TaskInput("买灯", core, task.due_on), by=leader)
    assert sent(at(21, "12:00")) == ["有一件事请您去办"]
    assert sent(at(28, "18:00")) == ["请您办的一件事快到日子了"]
    assert mail.outbox[-1].to == ["core@example.org"]


def test_a_task_that_is_done_reminds_nobody(task, sent, resident):
    tasks.finish_task(task, by=resident)
    assert sent(at(28, "18:00")) == []
