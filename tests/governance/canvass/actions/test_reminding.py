from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from governance.canvass.actions import answering
from governance.canvass.inputs import AnswerInput
from governance.canvass.jobs import write_reminders
from governance.canvass.models import Canvass
from governance.inbox.jobs import send_due_deliveries
from governance.inbox.models import Message
from louzu.lib.jobs import Queue
from tests.factories.canvass import make_open_canvass, voice_of
from tests.factories.inbox import ContactWayFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, clock):
    return dt.datetime.combine(dt.date(2037, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


@pytest.fixture
def reminders(time_machine, run_jobs):
    """Return how many mails a person got until then; the periodic job runs twice."""

    def work(when):
        time_machine.move_to(when, tick=False)
        before = len(mail.outbox)
        for _ in range(2):
            write_reminders()
        send_due_deliveries()
        run_jobs(Queue.ONCE)
        return len(mail.outbox) - before

    return work


@pytest.fixture
def asked(building, leader, resident, time_machine):
    """A canvass from Saturday noon, 28 November 2037, until a day and hour. The
    database, whose clock decides about answers, is years before it. One resident has a mailbox."""
    ContactWayFactory(user=resident)

    def make(until, **text):
        make_open_canvass(building, leader, **text)
        since = at(28, "12:00")
        Canvass.objects.update(opens_at=since, opened_at=since, closes_at=until)
        time_machine.move_to(since, tick=False)
        Message.objects.all().delete()
        return Canvass.objects.get()

    return make


def test_a_canvass_of_a_day_and_a_half_reminds_once(asked, reminders):
    """Right value 7."""
    asked(at(29, "20:00"))
    assert reminders(at(28, "19:59")) == 0
    assert reminders(at(28, "20:00")) == 1
    assert reminders(at(28, "20:05")) == 0
    assert reminders(at(29, "19:00")) == 0


def test_after_an_outage_one_reminder_comes_in_the_morning(asked, reminders):
    """Right value 7."""
    asked(at(29, "20:00"))
    assert reminders(at(29, "01:00")) == 0
    assert reminders(at(29, "08:00")) == 1
    assert reminders(at(29, "19:00")) == 0


def test_a_longer_one_reminds_twice_and_never_more(asked, reminders):
    asked(at(28, "12:00") + dt.timedelta(days=10))
    days = [at(28, "12:00") + dt.timedelta(days=day, hours=1) for day in range(10)]
    assert [reminders(day) for day in days] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 1]
    Canvass.objects.update(closes_at=at(28, "12:00") + dt.timedelta(days=15))
    assert [reminders(day + dt.timedelta(days=5)) for day in days] == [0] * 10


def test_who_has_answered_is_not_reminded(asked, reminders, household, resident):
    canvass = asked(at(29, "20:00"))
    voice = voice_of(canvass, household)
    answering.answer_on_web(canvass, voice, AnswerInput(choice="agree"), by=resident)
    assert reminders(at(28, "20:00")) == 0


def test_an_answer_between_writing_and_sending_ends_the_reminder(
    asked, reminders, household, resident
):
    """Right value 3."""
    canvass = asked(at(29, "20:00"))
    assert reminders(at(29, "01:00")) == 0
    answering.answer_on_web(
        canvass, voice_of(canvass, household), AnswerInput(choice="agree"), by=resident
    )
    assert reminders(at(29, "08:00")) == 0
    delivery = Message.objects.get(type="canvass.reminder").deliveries.get()
    assert (delivery.state, delivery.reason) == ("not_needed", "answered")


def test_the_leader_sees_and_stops_them(asked, reminders, enter):
    canvass = asked(at(29, "20:00"))
    client, page = enter("leader"), canvass.get_absolute_url()
    url = reverse("canvass:reminders", args=["114", canvass.pk])
    assert "截止前1天提醒一次" in client.get(page).text
    assert client.post(url, {"do": "stop"}).url == page
    assert "截止前不提醒" in client.get(page).text
    assert reminders(at(28, "20:00")) == 0
    assert not Message.objects.exists()
    client.post(url, {"do": "remind"})
    assert reminders(at(28, "20:05")) == 1
    assert enter("resident").post(url, {"do": "stop"}).status_code == 403


def test_the_page_tells_only_of_reminders_that_are_still_to_come(asked, enter, time_machine):
    canvass = asked(at(28, "12:00") + dt.timedelta(days=6))
    both, one = "截止前3天和1天各提醒一次", "截止前1天提醒一次"
    for hours, told in ((0, (True, False)), (80, (False, True)), (130, (False, False))):
        time_machine.move_to(at(28, "12:00") + dt.timedelta(hours=hours), tick=False)
        page = enter("leader").get(canvass.get_absolute_url()).text
        assert (both in page, one in page, "不要提醒" in page) == (*told, any(told)), hours
