from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from governance.inbox.actions.deliveries import (
    lose_deliveries,
    send_again,
    wake_deliveries,
)
from governance.inbox.actions.messages import create_message
from governance.inbox.actions.sending import (
    claim_delivery,
    hand_over,
    note_result,
    prepare_deliveries,
    send_deliveries,
)
from governance.inbox.channels.email import EmailSender
from governance.inbox.models import (
    ChannelStop,
    ContactWay,
    Delivery,
    DeliverySettings,
    InboxItem,
    Message,
    Mute,
)
from governance.inbox.queries.types import message_type
from governance.journal.actions import cover_lines
from governance.notices.actions import posting, writing
from governance.notices.models import Notice
from louzu.lib.errors import Refused
from louzu.lib.jobs import Queue
from residents.rooms.waiting import thing_of
from tests.factories import MembershipFactory, NoticeFactory
from tests.factories.inbox import ContactWayFactory, DeliveryFactory, NoticeMessageFactory
from tests.factories.notices import notice_input
from tests.jobs import waiting_jobs
from tests.smtp_server import free_port

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON, NIGHT, MORNING = (
    dt.datetime(2026, 11, day, hour, tzinfo=SHANGHAI) for day, hour in ((28, 12), (28, 22), (29, 8))
)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def claimed(delivery):
    (ready,) = prepare_deliveries([delivery.pk])
    return claim_delivery(ready)


def sent(delivery):
    send_deliveries([delivery.pk])
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_a_posted_notice_arrives_by_a_real_smtp_dialogue(
    building, leader, resident, mailbox, run_jobs, settings
):
    way = ContactWayFactory(user=resident, address="li@example.org")
    notice = writing.draft_notice(building, notice_input(title="周日停水"), by=leader)
    posting.post_notice(notice, by=leader)
    assert run_jobs(Queue.ONCE) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries) == ("sent", 1)
    (got,) = mailbox.mails
    assert got["To"] == way.address
    assert got["Subject"] == "楼里有新通知：周日停水"
    assert got["Message-ID"] == f"<{delivery.key}@testserver>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["List-Unsubscribe"].strip().startswith("<http://testserver/u/")
    assert got["Auto-Submitted"] == "auto-generated"
    plain, html = (part.get_content() for part in got.iter_parts())
    for text in (plain, html):
        assert "周日停水" in text
        assert f"http://testserver{notice.get_absolute_url()}" in text
    assert run_jobs(Queue.ONCE) == 0


def test_a_job_that_runs_twice_sends_once(mailbox):
    delivery = DeliveryFactory()
    send_deliveries([delivery.pk])
    assert sent(delivery) == ("sent", "")
    assert len(mailbox.mails) == 1


def test_a_rolled_back_change_sends_nothing(building, resident, run_jobs):
    ContactWayFactory(user=resident)
    with transaction.atomic():
        create_message("notices.posted", thing_of(NoticeFactory(building=building)))
        transaction.set_rollback(True)
    assert run_jobs(Queue.ONCE) == 0


@pytest.mark.parametrize(
    ("command", "refusal", "state", "reason"),
    [
        ("RCPT", "550 5.1.1 no such user", "failed", "address"),
        ("RCPT", "554 blocked", "failed", "address"),
        ("RCPT", "554 5.7.1 client host blocked", "retrying", "down"),
        ("RCPT", "451 MI:SFQ 123", "retrying", "down"),
        ("RCPT", "452 4.2.2 mailbox full", "retrying", "down"),
        ("RCPT", "550 Mailbox over quota 5.2.2", "retrying", "down"),
        ("RCPT", "550 Connection frequency limited", "retrying", "down"),
        ("RCPT", "450 greylisted", "retrying", "down"),
        ("MAIL", "550 sender refused", "held", "stopped"),
        ("MAIL", "451 try later", "retrying", "down"),
        ("DATA", "554 5.7.1 spam", "failed", "text"),
        ("DATA", "554 DT:SPM 163 smtp", "failed", "text"),
        ("DATA", "550 5.1.1 no such user", "failed", "address"),
        ("DATA", "451 4.3.0 try later", "retrying", "down"),
    ],
)
def test_each_answer_of_a_server_has_its_consequence(mailbox, command, refusal, state, reason):
    mailbox.refusals[command] = refusal
    delivery = DeliveryFactory()
    assert sent(delivery) == (state, reason)
    assert mailbox.mails == []
    ended = ContactWay.objects.get(user=delivery.user).ended_at is not None
    assert ended == (reason == "address")
    assert ChannelStop.objects.exists() == (reason == "stopped")
    if state == "retrying":
        assert delivery.next_try_at == NOON + dt.timedelta(minutes=1)


def test_one_refused_address_concerns_nobody_else(mailbox):
    message = NoticeMessageFactory()
    bad, good = DeliveryFactory(message=message), DeliveryFactory(message=message)
    mailbox.refusals[ContactWay.objects.get(user=bad.user).address] = "550 no such user"
    assert [sent(bad), sent(good)] == [("failed", "address"), ("sent", "")]


def test_a_person_learns_in_the_inbox_that_an_address_ended(mailbox):
    mailbox.refusals["RCPT"] = "550 no such user"
    delivery = DeliveryFactory()
    sent(delivery)
    item = InboxItem.objects.get(user=delivery.user)
    assert item.message.type == "inbox.way_ended"


def test_a_connection_that_breaks_after_the_text_is_unclear(mailbox):
    mailbox.hang_up_after_text = True
    delivery = DeliveryFactory()
    assert sent(delivery) == ("unclear", "lost")
    assert len(mailbox.mails) == 1
    mailbox.hang_up_after_text = False
    send_again(delivery)
    assert sent(delivery) == ("sent", "")
    assert mailbox.ids()[0] == mailbox.ids()[1]


def test_a_server_that_is_gone_is_tried_again_with_growing_pauses(settings, time_machine):
    settings.EMAIL_BACKEND = "louzu.lib.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    delivery, pauses = DeliveryFactory(), []
    for _ in range(8):
        assert sent(delivery) == ("retrying", "down")
        pauses.append((delivery.next_try_at - timezone.now()).seconds // 60)
        time_machine.move_to(delivery.next_try_at, tick=False)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    Message.objects.update(useful_until=timezone.now() + dt.timedelta(minutes=59))
    assert sent(delivery) == ("failed", "down")


def test_a_stopped_channel_loses_nothing_and_goes_on_by_itself(mailbox, run_jobs, time_machine):
    mailbox.refusals["MAIL"] = "535 wrong password"
    first, second = DeliveryFactory(), DeliveryFactory()
    assert [sent(first), sent(second)] == [("held", "stopped")] * 2
    mailbox.refusals.clear()
    time_machine.move_to(NOON + dt.timedelta(hours=1), tick=False)
    assert [sent(first), sent(second)] == [("sent", "")] * 2
    assert not ChannelStop.objects.exists()


# Right value 1 stands in tests/governance/inbox/test_quiet_hours.py.


@pytest.mark.parametrize("urgent", [False, True])
def test_only_what_is_urgent_is_sent_at_night(time_machine, urgent):
    delivery = DeliveryFactory(message__urgent=urgent)
    time_machine.move_to(NIGHT, tick=False)
    assert sent(delivery) == (("sent", "") if urgent else ("held", "quiet"))
    if not urgent:
        assert delivery.next_try_at == MORNING
        time_machine.move_to(MORNING, tick=False)
        assert sent(delivery) == ("sent", "")


def test_what_is_over_in_the_morning_is_not_sent(time_machine):
    """Right value 2."""
    delivery = DeliveryFactory(message__useful_until=MORNING - dt.timedelta(hours=1))
    time_machine.move_to(NIGHT, tick=False)
    assert sent(delivery) == ("held", "quiet")
    time_machine.move_to(MORNING, tick=False)
    assert sent(delivery) == ("not_needed", "too_late")
    assert mail.outbox == []


def test_quiet_hours_are_those_that_the_person_chose(time_machine):
    delivery = DeliveryFactory()
    DeliverySettings.objects.create(user=delivery.user, quiet_from=dt.time(11))
    assert sent(delivery) == ("held", "quiet")


def _withdraw(delivery):
    Message.objects.update(state="withdrawn")


def _cover(delivery):
    cover_lines(_notice(delivery))


def _read(delivery):
    InboxItem.objects.create(
        message=delivery.message, user=delivery.user, because="everybody", read_at=NOON
    )


def _end_membership(delivery):
    delivery.user.memberships.update(until=dt.date(2026, 11, 1))


def _leave_the_household(delivery):
    home = delivery.user.memberships.get().household
    InboxItem.objects.create(
        message=delivery.message, user=delivery.user, because="household", household=home
    )
    _end_membership(delivery)


def _mute(delivery):
    Mute.objects.create(user=delivery.user, channel="email", topic="notices")


def _want_only_urgent(delivery):
    ContactWay.objects.update(frequency="urgent")


def _stop(delivery):
    ContactWay.objects.update(ended_at=NOON)


def _expire(delivery):
    Notice.objects.update(expires_at=NOON - dt.timedelta(minutes=1))


def _deactivate(delivery):
    delivery.user.is_active = False
    delivery.user.save()


def _notice(delivery):
    return Notice.objects.get(pk=delivery.message.thing_id)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_withdraw, "withdrawn"),
        (_cover, "withdrawn"),
        (_expire, "withdrawn"),
        (_read, "read"),
        (_end_membership, "may_not_read"),
        (_leave_the_household, "may_not_read"),
        (_mute, "muted"),
        (_want_only_urgent, "muted"),
        (_stop, "no_way"),
        (_deactivate, "gone"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__.strip("_"),
)
def test_what_is_no_longer_needed_when_it_is_sent_says_why(happens, reason):
    delivery = DeliveryFactory()
    happens(delivery)
    assert sent(delivery) == ("not_needed", reason)
    assert mail.outbox == []


def test_a_withdrawn_notice_reaches_nobody_who_still_waits(building, leader, run_jobs):
    """Right value 4, with sixty instead of six thousand."""
    notice = NoticeFactory(building=building)
    for member in MembershipFactory.create_batch(60, household__building=building):
        ContactWayFactory(user=member.user)
    create_message("notices.posted", thing_of(notice))
    first = Delivery.objects.order_by("pk")[:12]
    for delivery in first:
        send_deliveries([delivery.pk])
    posting.withdraw_notice(notice, reason="不停了", by=leader)
    run_jobs(Queue.ONCE)
    states = list(Delivery.objects.order_by("pk").values_list("state", "reason"))
    assert states == [("sent", "")] * 12 + [("not_needed", "withdrawn")] * 48
    assert len(mail.outbox) == 12


def test_a_killed_worker_leaves_news_unclear_and_urgent_ones_are_sent_again(run_jobs):
    news, urgent = DeliveryFactory(), DeliveryFactory(message__urgent=True)
    for one in (news, urgent):
        hand_over(claimed(one))  # and it was killed before it could note the result
    assert [sent(news), sent(urgent)] == [("sending", ""), ("sending", "")]
    assert lose_deliveries(claimed_before=NOON) == 2
    wake_deliveries()
    run_jobs(Queue.ONCE)
    for one in (news, urgent):
        one.refresh_from_db()
    assert (news.state, urgent.state) == ("unclear", "sent")
    ids = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert len(ids) == 3
    assert len(set(ids)) == 2


def test_a_result_that_comes_late_is_noted_all_the_same():
    delivery = DeliveryFactory()
    ours = claimed(delivery)
    results = hand_over(ours)
    lose_deliveries(claimed_before=NOON)
    note_result(ours, results)
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_what_was_sent_is_not_sent_again():
    delivery = DeliveryFactory()
    assert sent(delivery) == ("sent", "")
    with pytest.raises(Refused):
        send_again(delivery)


def test_a_text_without_a_value_is_given_up_and_never_sent():
    delivery = DeliveryFactory(message__values={"title": ""})
    assert sent(delivery) == ("failed", "text")
    assert mail.outbox == []


def test_a_repaired_clock_does_not_send_what_a_backup_brought_back(time_machine):
    delivery = DeliveryFactory()
    time_machine.move_to(NOON + dt.timedelta(days=31), tick=False)
    assert sent(delivery) == ("not_needed", "too_late")


def _members_with_mail(building, number):
    members = MembershipFactory.create_batch(number, household__building=building)
    return [ContactWayFactory(user=member.user).user for member in members]


@pytest.mark.parametrize("number", [2, 20])
def test_asking_many_costs_what_asking_two_does_but_for_what_the_room_asks(
    building, number, django_assert_num_queries
):
    """Of each person: their homes, and whether they have read it."""
    _members_with_mail(building, number)
    create_message("notices.posted", thing_of(NoticeFactory(building=building)))
    pks = list(Delivery.objects.values_list("pk", flat=True))
    with django_assert_num_queries(5 + 2 * number):  # two are the savepoint of the test
        assert len(prepare_deliveries(pks)) == number


def test_sending_one_costs_two_statements(django_assert_num_queries):
    (ready,) = prepare_deliveries([DeliveryFactory().pk])
    with django_assert_num_queries(6):  # four are the savepoints of the test
        ours = claim_delivery(ready)
        note_result(ours, hand_over(ours))


def test_what_is_withdrawn_after_it_was_asked_is_not_claimed():
    delivery = DeliveryFactory()
    (ready,) = prepare_deliveries([delivery.pk])
    _withdraw(delivery)
    assert claim_delivery(ready) is None
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("not_needed", "withdrawn")


def test_what_two_workers_asked_is_claimed_once():
    delivery = DeliveryFactory()
    (first,), (second,) = prepare_deliveries([delivery.pk]), prepare_deliveries([delivery.pk])
    assert claim_delivery(first)
    assert claim_delivery(second) is None


def test_what_was_asked_long_ago_is_asked_again(monkeypatch):
    """While the first mail is handed over, the second person reads the notice."""
    message = NoticeMessageFactory()
    first, second = (DeliveryFactory(message=message) for _ in range(2))
    monkeypatch.setattr("governance.inbox.actions.sending.MAX_AGE", -1.0)
    send_at_first = EmailSender.send

    def send(sender, way, outgoing):
        _read(second)
        return send_at_first(sender, way, outgoing)

    monkeypatch.setattr(EmailSender, "send", send)
    send_deliveries([first.pk, second.pk])
    second.refresh_from_db()
    assert (second.state, second.reason, len(mail.outbox)) == ("not_needed", "read", 1)


def test_a_server_that_refuses_us_is_not_asked_for_the_others(mailbox):
    mailbox.refusals["MAIL"] = "535 wrong password"
    pks = [DeliveryFactory().pk for _ in range(3)]
    send_deliveries(pks)
    assert list(Delivery.objects.values_list("state", "reason").distinct()) == [("held", "stopped")]
    assert len(mailbox.connections) == 1


def test_a_faulty_one_does_not_hold_up_the_others(run_jobs, monkeypatch):
    good, faulty = DeliveryFactory(), DeliveryFactory()
    kind = message_type("notices.posted")

    def fails(thing, user):
        if user == faulty.user:
            raise ZeroDivisionError
        return kind.why_not(thing, user)

    broken = replace(kind, why_not=fails)
    monkeypatch.setattr("governance.inbox.queries.recheck.message_type", lambda _code: broken)
    send_deliveries([good.pk, faulty.pk])
    with pytest.raises(ZeroDivisionError):
        run_jobs(Queue.ONCE)
    good.refresh_from_db()
    assert good.state == "sent"


def test_a_job_that_takes_long_leaves_the_rest_to_another(run_jobs, monkeypatch):
    monkeypatch.setattr("governance.inbox.actions.sending.MAX_SECONDS", -1.0)
    monkeypatch.setattr("governance.inbox.actions.sending.ASKED_TOGETHER", 2)
    pks = [DeliveryFactory().pk for _ in range(5)]
    send_deliveries(pks)
    assert Delivery.objects.filter(state="sent").count() == 2
    assert waiting_jobs(Queue.ONCE).get().args == {"deliveries": pks[2:]}
