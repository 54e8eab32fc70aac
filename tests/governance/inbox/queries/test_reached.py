"""A notice that is withdrawn while its messages are being sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from governance.inbox.actions.group_posts import post_to_groups
from governance.inbox.actions.sending import (
    claim_delivery,
    note_result,
    prepare_deliveries,
    send_deliveries,
)
from governance.inbox.channels.base import SendOutcome, SendResult
from governance.inbox.models import Delivery, Message
from governance.notices.actions import posting, writing
from governance.notices.actions.reading import mark_notice_read
from louzu.lib.jobs import Queue
from tests.factories import MembershipFactory
from tests.factories.inbox import ContactWayFactory, GroupRobotFactory, news_of
from tests.factories.notices import notice_input
from tests.http_stand_in import http_stand_in
from tests.jobs import waiting_jobs

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON, TOMORROW = (dt.datetime(2026, 11, day, 12, tzinfo=SHANGHAI) for day in (28, 29))
EVERYBODY, REACHED = 60, 12
"""The numbers of right value 4, divided by a hundred."""


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def people(building):
    made = [
        one.user for one in MembershipFactory.create_batch(EVERYBODY, household__building=building)
    ]
    for user in made:
        ContactWayFactory(user=user)
    return made


def post(building, leader, **fields):
    data = notice_input(title="停水", happens_from=TOMORROW, **fields)
    return posting.post_notice(writing.draft_notice(building, data, by=leader), by=leader)


def send_some(count):
    """Send so many as a worker does. Return whom they reached."""
    sent = [*Delivery.objects.order_by("pk")[:count]]
    send_deliveries([delivery.pk for delivery in sent])
    assert len(mail.outbox) == count
    return {delivery.user_id for delivery in sent}


def outcomes(code):
    found = Delivery.objects.filter(message__type=code).values_list("state", "reason")
    return Counter(found)


def withdraw(notice, leader):
    posting.withdraw_notice(notice, reason="不停了", by=leader)


def test_nothing_more_leaves_of_a_withdrawn_notice(building, leader, people, run_jobs):
    """Right value 4."""
    notice = post(building, leader)
    send_some(REACHED)
    withdraw(notice, leader)
    left = EVERYBODY - REACHED
    counted = {("sent", ""): REACHED, ("not_needed", "withdrawn"): left}
    assert outcomes("notices.posted") == counted, "at once, not when their jobs come"
    assert waiting_jobs(Queue.ONCE).exists()
    run_jobs(Queue.ONCE)
    assert outcomes("notices.posted") == counted
    assert len(mail.outbox) == REACHED
    assert not Message.objects.filter(type="notices.withdrawn").exists()


def test_who_was_told_that_it_is_urgent_is_told_that_it_is_off(building, leader, people, run_jobs):
    """Right value 4."""
    notice = post(building, leader, urgent=True)
    reached = send_some(REACHED)
    withdraw(notice, leader)
    run_jobs(Queue.ONCE)
    assert len(mail.outbox) == 2 * REACHED
    first, second = mail.outbox[:REACHED], mail.outbox[REACHED:]
    assert sorted(one.to[0] for one in first) == sorted(one.to[0] for one in second)
    assert {one.subject for one in second} == {"急：刚才说的取消了：停水"}
    assert outcomes("notices.withdrawn") == {("sent", ""): REACHED}
    told = {user.pk for user in people if "notices.withdrawn" in news_of(user)}
    assert told == reached


def test_what_was_on_its_way_and_failed_needs_no_second_word(building, leader, people, run_jobs):
    notice = post(building, leader, urgent=True)
    pks = [delivery.pk for delivery in Delivery.objects.order_by("pk")[:2]]
    claimed = [claim_delivery(one) for one in prepare_deliveries(pks)]
    withdraw(notice, leader)
    assert Delivery.objects.filter(message__type="notices.withdrawn").count() == 2
    results = (SendOutcome.LATER, SendOutcome.SENT)
    for one, outcome in zip(claimed, results, strict=True):
        note_result(one, [(one.ready.ways[0], SendResult(outcome=outcome))])
    run_jobs(Queue.ONCE)
    assert outcomes("notices.withdrawn") == {("sent", ""): 1, ("not_needed", "withdrawn"): 1}
    assert [one.to for one in mail.outbox] == [[claimed[1].ready.ways[0].address]]


def test_who_read_it_on_the_web_sees_there_that_it_is_off(building, leader, resident):
    notice = post(building, leader, urgent=True)
    other = MembershipFactory(household__building=building).user
    mark_notice_read(notice, by=resident)
    withdraw(notice, leader)
    assert "notices.withdrawn" in news_of(resident)
    assert "notices.withdrawn" not in news_of(other)


def test_an_urgent_notice_that_reached_nobody_is_withdrawn_without_a_word(building, leader, people):
    withdraw(post(building, leader, urgent=True), leader)
    assert not Message.objects.filter(type="notices.withdrawn").exists()


def test_only_the_groups_that_had_it_are_told_that_it_is_off(building, leader):
    with http_stand_in(lambda _received: (200, {}, {"errcode": 0})) as group:
        GroupRobotFactory(building=building, webhook=f"{group.url}send?key=had")
        notice = post(building, leader, urgent=True)
        post_to_groups()
        GroupRobotFactory(building=building, webhook=f"{group.url}send?key=new")
        withdraw(notice, leader)
        post_to_groups()
        post_to_groups()
        paths = [received.path for received in group.received]
    assert len(paths) == 2
    assert all("had" in path for path in paths)
