from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from governance.canvass.actions.visiting import acknowledge
from governance.canvass.jobs import write_reminders
from governance.canvass.models import Canvass
from governance.inbox.jobs import send_due_deliveries, write_digests
from governance.inbox.models import ContactWay, Message
from governance.notices.actions import posting, writing
from governance.notices.jobs import remind_of_events
from louzu.lib.jobs import Queue
from tests.factories import MembershipFactory
from tests.factories.canvass import voice_of
from tests.factories.inbox import ContactWayFactory, news_of
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR = 2030
"""Later than the clock of the database, which opens canvasses."""


def at(day, clock):
    return dt.datetime.combine(dt.date(YEAR, 11, day), dt.time.fromisoformat(clock), SHANGHAI)


LONG_BEFORE, EVENT = at(20, "12:00"), at(29, "09:00")


@pytest.fixture(autouse=True)
def way(resident):
    return ContactWayFactory(user=resident)


@pytest.fixture
def post(building, leader, time_machine, run_jobs):
    """Post a notice about 29 November, 9:00. What it says at once is sent and not counted."""

    def make(when=LONG_BEFORE, happens=EVENT, **fields):
        time_machine.move_to(when, tick=False)
        data = notice_input(title="停水", happens_from=happens, **fields)
        notice = posting.post_notice(writing.draft_notice(building, data, by=leader), by=leader)
        Canvass.objects.update(opens_at=when, opened_at=when)
        run_jobs(Queue.ONCE)
        mail.outbox.clear()
        return notice

    return make


@pytest.fixture
def sent(time_machine, run_jobs):
    """Return the subjects of the mails sent until then; each periodic job runs twice."""

    def work(when):
        time_machine.move_to(when, tick=False)
        before = len(mail.outbox)
        for job in (write_reminders, remind_of_events, write_digests, send_due_deliveries):
            job()
            job()
        run_jobs(Queue.ONCE)
        return [one.subject for one in mail.outbox[before:]]

    return work


REMINDED = "别忘了，11月29日（周五）上午9点：停水"


def test_people_are_reminded_once_in_the_evening_before(post, sent, resident):
    post()
    assert sent(at(28, "17:59")) == []
    assert sent(at(28, "18:00")) == [REMINDED]
    assert sent(at(28, "18:05")) == []
    assert sent(at(29, "08:55")) == []
    assert news_of(resident) == ["notices.posted"], "the inbox lists the notice itself"


def test_nobody_gets_two_messages_in_one_evening(post, sent):
    post(when=at(28, "15:00"))
    assert sent(at(28, "18:00")) == []
    assert sent(at(29, "08:30")) == []


def test_after_an_outage_it_is_late_and_not_doubled(post, sent):
    post()
    assert sent(at(28, "23:00")) == []
    assert sent(at(29, "01:00")) == []
    assert sent(at(29, "08:00")) == [REMINDED]
    assert sent(at(29, "08:05")) == []


def test_it_is_never_sent_after_the_event(post, sent):
    post(happens=at(29, "07:00"), happens_until=at(29, "12:00"))
    assert sent(at(28, "23:00")) == []
    assert sent(at(29, "08:00")) == []
    delivery = Message.objects.get(type="notices.reminder").deliveries.get()
    assert (delivery.state, delivery.reason) == ("not_needed", "too_late")


def test_the_author_is_not_reminded(post, sent, building, leader):
    MembershipFactory(user=leader, household__building=building)
    ContactWayFactory(user=leader)
    post()
    assert len(sent(at(28, "18:00"))) == 1


def test_a_withdrawn_notice_reminds_nobody(post, sent, leader):
    notice = post()
    sent(at(28, "02:00"))
    posting.withdraw_notice(notice, reason="不停了", by=leader)
    assert sent(at(28, "18:00")) == []


def test_a_reminder_that_waits_for_the_morning_is_void_if_the_hour_changes(post, sent, leader):
    notice = post()
    assert sent(at(28, "23:00")) == []
    data = notice_input(notice, happens_from=at(29, "14:00"))
    writing.edit_notice(notice, data, version=notice.version, by=leader)
    assert sent(at(29, "08:00")) == ["改时间了，11月29日（周五）下午2点：停水"]


def test_an_event_put_off_to_another_day_reminds_again(post, sent, leader):
    notice = post()
    assert sent(at(28, "18:00")) == [REMINDED]
    data = notice_input(notice, happens_from=at(30, "09:00"))
    writing.edit_notice(notice, data, version=notice.version, by=leader)
    sent(at(28, "18:01"))
    assert sent(at(29, "18:00")) == ["别忘了，11月30日（周六）上午9点：停水"]


def test_in_the_daily_digest_notice_and_reminder_are_one_line(post, sent, way):
    ContactWay.objects.update(frequency="daily")
    post(when=at(28, "10:00"))
    assert sent(at(28, "18:00")) == []
    assert sent(at(28, "19:00")) == ["楼里今天的1件事"]
    assert "别忘了" in mail.outbox[-1].body


def test_who_wants_only_what_is_urgent_is_not_reminded(post, sent):
    ContactWay.objects.update(frequency="urgent")
    post(urgent=True)
    assert sent(at(28, "18:00")) == []


@pytest.mark.parametrize("happens", [at(29, "09:00"), at(29, "19:30")], ids=["day", "evening"])
def test_who_is_still_asked_gets_the_reminder_of_the_question_instead(
    post, sent, household, resident, happens
):
    post(happens=happens, asks=True)
    sent(at(27, "10:00"))
    found = [sent(at(28, clock)) for clock in ("09:00", "18:00", "19:30", "20:00")]
    (subject,) = [subject for subjects in found for subject in subjects]
    assert subject == "快截止了，请替您家答复：停水"


def test_who_has_said_so_is_reminded_of_the_event(post, sent, household, resident):
    notice = post(asks=True)
    acknowledge(notice.canvass, voice_of(notice.canvass, household), by=resident)
    assert [sent(at(28, clock)) for clock in ("09:00", "18:00")] == [[], [REMINDED]]
