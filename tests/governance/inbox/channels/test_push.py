"""Push messages from the channel to a browser that decrypts them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from governance.inbox.actions.sending import send_deliveries
from governance.inbox.channels.base import OutgoingMessage, SendOutcome
from governance.inbox.channels.push import SENDER
from governance.inbox.models import ContactWay, Delivery
from governance.notices.actions import posting, writing
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import new_key
from tests.factories.inbox import ContactWayFactory
from tests.factories.notices import notice_input

KEY = uuid.UUID(int=7)


def send(pushes, **more):
    subscription = pushes.subscription
    way = ContactWay(
        channel="push",
        address=subscription.endpoint,
        secret={"p256dh": subscription.p256dh, "auth": subscription.auth},
    )
    message = {
        "key": KEY,
        "type": "notices.posted",
        "short": "楼里有新通知：停水",
        "long": "楼里贴出了通知“停水”。",
        "url": "https://portal.example.org/b/114/notices/1/",
        "unsubscribe_url": "https://portal.example.org/u/x/",
        "urgent": False,
        "happens_at": None,
        "useful_until": timezone.now() + dt.timedelta(hours=1),
        "values": {"title": "停水"},
    }
    return SENDER.send(way, OutgoingMessage(**{**message, **more}))


def test_the_lock_screen_gets_the_short_form_and_the_page(pushes):
    assert send(pushes, urgent=True).outcome is SendOutcome.SENT
    (pushed,) = pushes.pushed
    assert pushed.content == {
        "title": "楼组",
        "body": "楼里有新通知：停水",
        "url": "https://portal.example.org/b/114/notices/1/",
        "tag": KEY.hex,
    }
    assert (pushed.topic, pushed.urgency) == (KEY.hex, "high")


@pytest.mark.parametrize(
    ("left", "least", "most"),
    [(dt.timedelta(hours=1), 3590, 3600), (dt.timedelta(days=30), 604_800, 604_800)],
    ids=["an hour", "a month"],
)
def test_the_service_keeps_it_no_longer_than_it_is_useful(pushes, left, least, most):
    send(pushes, useful_until=timezone.now() + left)
    assert least <= pushes.pushed[0].ttl <= most


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (404, {}, SendOutcome.BAD_ADDRESS),
        (410, {"reason": "Unregistered"}, SendOutcome.BAD_ADDRESS),
        (403, {}, SendOutcome.BAD_ADDRESS),
        (403, {"reason": "BadJwtToken"}, SendOutcome.NOBODY),
        (401, {}, SendOutcome.NOBODY),
        (413, {}, SendOutcome.BAD_TEXT),
        (400, {"reason": "BadWebPushTopic"}, SendOutcome.BAD_TEXT),
        (429, {}, SendOutcome.LATER),
        (500, {}, SendOutcome.LATER),
        (599, {}, SendOutcome.LATER),
        (307, {}, SendOutcome.LATER),
        (418, {}, SendOutcome.BAD_TEXT),
        (499, {}, SendOutcome.BAD_TEXT),
    ],
)
def test_what_the_service_refuses(pushes, status, said, outcome):
    pushes.status, pushes.said = status, said
    pushes.headers = {"Location": pushes.origin} if status == 307 else {}
    result = send(pushes)
    assert result.outcome is outcome
    assert pushes.subscription.endpoint not in result.detail


def test_a_pause_that_the_service_asks_for_is_kept(pushes):
    pushes.status, pushes.headers = 429, {"Retry-After": "90"}
    assert send(pushes).retry_after == dt.timedelta(seconds=90)


def test_a_connection_that_breaks_leaves_it_unclear(pushes):
    pushes.stand_in.answer = lambda _received: None
    assert send(pushes).outcome is SendOutcome.UNCLEAR


def test_it_is_off_without_a_contact(settings):
    assert not SENDER.is_configured()
    settings.PUSH = PushAccount("mailto:post@portal.example.org", new_key())
    assert SENDER.is_configured()


@pytest.mark.django_db
def test_a_posted_notice_reaches_the_devices_of_a_person(pushes, building, leader, resident):
    subscription = pushes.subscription
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    for number in (1, 2):
        endpoint = f"{subscription.endpoint}?device={number}"
        ContactWayFactory(user=resident, channel="push", address=endpoint, secret=keys)
    notice = writing.draft_notice(building, notice_input(title="停水", urgent=True), by=leader)
    posting.post_notice(notice, by=leader)
    send_deliveries([Delivery.objects.get(channel="push").pk])
    assert [pushed.content["body"] for pushed in pushes.pushed] == ["急：楼里有新通知：停水"] * 2
    assert pushes.pushed[0].content["url"].endswith(notice.get_absolute_url())
    assert Delivery.objects.get(channel="push").state == "sent"
