"""Deliveries of which nobody knows whether they arrived."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from governance.inbox.actions.deliveries import lose_deliveries, send_again
from governance.inbox.actions.sending import (
    claim_delivery,
    hand_over,
    prepare_deliveries,
    send_deliveries,
)
from governance.inbox.models import ContactWay, Delivery
from governance.inbox.queries.deliveries import channel_stops
from louzu.lib.wechat.templates import MessageTemplate
from tests.factories.inbox import DeliveryFactory
from tests.wechat_stand_in import refusal

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
SENDING = "/cgi-bin/message/template/send"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _account(wechat, settings, time_machine):
    time_machine.move_to(NOON, tick=False)
    cache.clear()
    templates = {"*": MessageTemplate("TEMPLATE-1", {"thing1": "short"})}
    settings.WECHAT = dataclasses.replace(wechat.account, templates=templates)


def test_the_quota_of_the_day_holds_all_until_midnight_and_the_desk_says_so(wechat, time_machine):
    wechat.failing[SENDING] = refusal(45009, "reach max api daily quota limit")
    delivery, other = new_delivery(wechat), new_delivery(wechat)
    send_deliveries([delivery.pk])
    send_deliveries([other.pk])
    assert wechat.times(SENDING) == 1
    midnight = NOON + dt.timedelta(hours=12)
    for one in (delivery, other):
        one.refresh_from_db()
        assert (one.state, one.reason, one.next_try_at) == ("held", "stopped", midnight)
    (stop,) = channel_stops()
    assert (stop.channel, stop.detail, stop.until) == ("wechat", "45009", midnight)
    wechat.failing.clear()
    time_machine.move_to(midnight + dt.timedelta(hours=8), tick=False)
    send_deliveries([delivery.pk])
    assert (len(wechat.sent), [*channel_stops()]) == (1, [])


def new_delivery(wechat, *, urgent=False):
    made = DeliveryFactory(channel="wechat", message__urgent=urgent)
    wechat.followers.update(ContactWay.objects.values_list("address", flat=True))
    return made


def send_until_over(delivery, time_machine):
    """Send as the clock goes on. Return after how many minutes it was tried."""
    minutes = []
    for _try in range(40):
        send_deliveries([delivery.pk])
        minutes.append((timezone.now() - NOON) // MINUTE)
        delivery.refresh_from_db()
        if delivery.next_try_at is None:
            return minutes
        time_machine.move_to(delivery.next_try_at, tick=False)
    raise AssertionError(minutes)


def test_news_without_an_answer_arrive_once_and_are_listed(wechat, time_machine):
    wechat.silent = True
    delivery = new_delivery(wechat)
    assert send_until_over(delivery, time_machine) == [0, 1, 3, 7]
    assert (delivery.state, delivery.reason) == ("unclear", "lost")
    assert len(wechat.sent) == 1


def test_news_that_may_have_arrived_are_not_sent_after_a_long_pause(wechat, time_machine):
    """The pause after the fifth try is longer than WeChat drops repeats."""
    wechat.silent = True
    delivery = new_delivery(wechat)
    send_deliveries([delivery.pk])
    wechat.silent = False
    wechat.failing[SENDING] = refusal(-1, "system busy")
    time_machine.move_to(NOON + MINUTE, tick=False)
    assert send_until_over(delivery, time_machine) == [1, 3, 7]
    assert (delivery.state, len(wechat.sent)) == ("unclear", 1)


def test_a_long_queue_does_not_bring_it_a_second_time(wechat, time_machine):
    wechat.silent = True
    delivery = new_delivery(wechat)
    send_deliveries([delivery.pk])
    wechat.silent = False
    time_machine.move_to(NOON + 30 * MINUTE, tick=False)
    assert send_until_over(delivery, time_machine) == [30]
    assert (delivery.state, delivery.tries, len(wechat.sent)) == ("unclear", 1, 1)
    send_again(delivery)  # the keeper wants it all the same
    send_deliveries([delivery.pk])
    delivery.refresh_from_db()
    assert (delivery.state, delivery.unclear_since, len(wechat.sent)) == ("sent", None, 2)


def test_a_repeat_within_the_minutes_is_dropped_there(wechat, time_machine):
    wechat.silent = True
    delivery = new_delivery(wechat)
    send_deliveries([delivery.pk])
    wechat.silent = False
    time_machine.move_to(NOON + MINUTE, tick=False)
    assert send_until_over(delivery, time_machine) == [1]
    assert (delivery.state, len(wechat.sent)) == ("sent", 1)


def test_an_urgent_message_is_sent_rather_twice_than_not(wechat, time_machine):
    wechat.silent = True
    delivery = new_delivery(wechat, urgent=True)
    send_deliveries([delivery.pk])
    wechat.silent = False
    wechat.failing[SENDING] = refusal(-1, "system busy")
    for minutes in (1, 3, 7, 15):
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)
        send_deliveries([delivery.pk])
    wechat.failing.clear()
    time_machine.move_to(NOON + 31 * MINUTE, tick=False)
    assert send_until_over(delivery, time_machine) == [31]
    assert (delivery.state, len(wechat.sent)) == ("sent", 2)


@pytest.mark.parametrize(
    ("minutes", "urgent", "state"),
    [(8, False, "waiting"), (10, False, "unclear"), (10, True, "waiting")],
)
def test_a_killed_worker_leaves_it_to_be_repeated_while_repeats_are_dropped(
    wechat, time_machine, minutes, urgent, state
):
    delivery = new_delivery(wechat, urgent=urgent)
    (ready,) = prepare_deliveries([delivery.pk])
    hand_over(claim_delivery(ready))  # and it was killed before it could note the result
    time_machine.move_to(NOON + minutes * MINUTE, tick=False)
    assert lose_deliveries() == 1
    found = Delivery.objects.get()
    assert (found.state, found.unclear_since) == (state, NOON)
