from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from governance.inbox.actions.digests import write_due_digests
from governance.inbox.actions.messages import create_message
from governance.inbox.actions.ways import choose_frequency
from governance.inbox.jobs import send_due_deliveries
from governance.inbox.models import ContactWay, Delivery, DeliverySettings, Frequency, Message
from governance.notices.actions import posting
from louzu.lib.jobs import Queue
from residents.rooms.waiting import thing_of
from tests.factories import MembershipFactory, NoticeFactory
from tests.factories.inbox import ContactWayFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day, clock):
    clock = dt.time.fromisoformat(clock)
    return dt.datetime.combine(dt.date(2026, 11, day), clock, SHANGHAI)


@pytest.fixture(autouse=True)
def _way(resident, time_machine):
    time_machine.move_to(at(27, "12:00"), tick=False)
    ContactWayFactory(user=resident, frequency="daily")


def post(building, title="停水", **fields):
    notice = NoticeFactory(building=building, title=title, **fields)
    create_message("notices.posted", thing_of(notice))
    return notice


@pytest.fixture
def digests(time_machine, run_jobs):
    """Return how many mails were sent when the clock has moved there."""

    def work(when):
        time_machine.move_to(when, tick=False)
        before = len(mail.outbox)
        write_due_digests()
        send_due_deliveries()
        run_jobs(Queue.ONCE)
        return len(mail.outbox) - before

    return work


def test_a_digest_holds_the_day_in_one_mail(building, digests, run_jobs):
    post(building, "停水")
    post(building, "修电梯")
    assert run_jobs(Queue.ONCE) == 0
    assert digests(at(27, "18:59:59")) == 0
    assert digests(at(27, "19:00")) == 1
    (got,) = mail.outbox
    assert got.subject == "楼里今天的2件事"
    for title in ("停水", "修电梯"):
        assert title in got.body
    assert got.body.count("http://testserver/b/114/notices/") == 2
    states = {*Delivery.objects.exclude(message__kind="digest").values_list("state", "reason")}
    assert states == {("not_needed", "in_digest")}


def test_a_digest_is_written_once_a_day(building, digests):
    post(building)
    assert digests(at(27, "19:00")) == 1
    post(building)
    assert digests(at(27, "19:05")) == 0
    assert digests(at(27, "23:59")) == 0
    assert digests(at(28, "18:59")) == 0
    assert digests(at(28, "19:00")) == 1


def test_a_digest_that_is_written_late_is_not_lost_nor_doubled(building, digests):
    """No worker ran from the afternoon until one at night: it comes at eight."""
    post(building)
    assert digests(at(28, "01:00")) == 0
    assert digests(at(28, "07:59")) == 0
    assert digests(at(28, "08:00")) == 1
    assert digests(at(28, "19:00")) == 0


def test_nothing_new_no_mail(building, leader, digests):
    notice = post(building)
    posting.withdraw_notice(notice, reason="不停了", by=leader)
    assert digests(at(27, "19:00")) == 0
    assert not Message.objects.filter(kind="digest").exists()


def test_what_ends_between_writing_and_sending_is_not_in_it(building, leader, digests, resident):
    DeliverySettings.objects.create(user=resident, quiet_from=dt.time(18))
    kept, gone = post(building, "停水"), post(building, "修电梯")
    assert digests(at(27, "19:00")) == 0
    posting.withdraw_notice(gone, reason="不修了", by=leader)
    assert digests(at(28, "08:00")) == 1
    assert kept.title in mail.outbox[0].body
    assert gone.title not in mail.outbox[0].body


def test_a_digest_of_which_nothing_is_left_is_not_sent(building, leader, digests, resident):
    DeliverySettings.objects.create(user=resident, quiet_from=dt.time(18))
    notice = post(building)
    digests(at(27, "19:00"))
    posting.withdraw_notice(notice, reason="不停了", by=leader)
    assert digests(at(28, "08:00")) == 0
    assert Delivery.objects.get(message__kind="digest").state == "not_needed"


def test_urgent_messages_do_not_wait_for_it(building, run_jobs):
    notice = NoticeFactory(building=building, urgent=True)
    create_message("notices.posted", thing_of(notice))
    Message.objects.update(urgent=True)
    assert Delivery.objects.count() == 1


def test_whoever_wants_everything_at_once_gets_what_is_held(building, resident, run_jobs):
    post(building)
    choose_frequency(ContactWay.objects.get(user=resident), Frequency.AT_ONCE)
    send_due_deliveries()
    run_jobs(Queue.ONCE)
    assert len(mail.outbox) == 1


def test_each_person_has_a_digest_and_an_hour(building, digests):
    early = MembershipFactory(household__building=building).user
    ContactWayFactory(user=early, frequency="daily")
    DeliverySettings.objects.create(user=early, digest_at=dt.time(13))
    post(building)
    assert digests(at(27, "13:00")) == 1
    assert digests(at(27, "19:00")) == 1
