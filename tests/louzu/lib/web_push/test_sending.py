from __future__ import annotations

import datetime as dt
import socket
from dataclasses import replace

import pytest
import time_machine
from django.utils.http import http_date

from louzu.lib.http_client import NotSent, Unanswered
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.sending import MAX_BYTES, PushRefused, PushSender
from louzu.lib.web_push.subscriptions import new_key, public_key_of
from tests.push_service import push_service

TOPIC = "a" * 32
ACCOUNT = PushAccount("mailto:post@portal.example.org", new_key())
SENDER = PushSender(ACCOUNT)
NOON = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)


@pytest.fixture
def service():
    with push_service() as service:
        yield service


def send(service, content=None, **more):
    SENDER.send(
        service.subscription,
        content or {"title": "停水", "body": "明天上午9点"},
        **{"topic": TOPIC, "ttl": 3600, "urgent": True, **more},
    )


def test_the_browser_decrypts_what_was_sent(service):
    send(service)
    send(service, {"title": "答复"}, urgent=False, ttl=60)
    first, second = service.pushed
    assert first.content == {"title": "停水", "body": "明天上午9点"}
    assert (first.topic, first.urgency, first.ttl) == (TOPIC, "high", 3600)
    assert (first.contact, first.sender) == (ACCOUNT.contact, public_key_of(ACCOUNT.key))
    assert (second.content, second.urgency, second.ttl) == ({"title": "答复"}, "normal", 60)


@pytest.mark.parametrize(
    ("status", "header", "retry_after"),
    [
        (404, None, None),
        (410, None, None),
        (413, None, None),
        (429, "120", 120),
        (503, http_date((NOON + dt.timedelta(seconds=90)).timestamp()), 90),
        (503, "soon", None),
    ],
)
def test_refusals_tell_status_and_pause(service, status, header, retry_after):
    service.status, service.headers = status, {"Retry-After": header} if header else {}
    with time_machine.travel(NOON, tick=False), pytest.raises(PushRefused) as refused:
        send(service)
    assert (refused.value.status, refused.value.retry_after) == (status, retry_after)


def test_redirects_are_not_followed(service):
    service.status, service.headers = 307, {"Location": f"{service.origin}/send/1"}
    with pytest.raises(PushRefused) as refused:
        send(service)
    assert refused.value.status == 307
    assert len(service.stand_in.received) == 1


def test_a_connection_that_breaks_after_the_message_leaves_it_unclear(service):
    service.stand_in.answer = lambda _received: None
    with pytest.raises(Unanswered):
        send(service)


def test_a_message_that_did_not_leave_is_told(service):
    with socket.create_server(("127.0.0.1", 0)) as server:
        nowhere = f"http://127.0.0.1:{server.getsockname()[1]}/"
    with pytest.raises(NotSent):
        SENDER.send(
            replace(service.subscription, endpoint=nowhere), {}, topic=TOPIC, ttl=1, urgent=False
        )


def test_what_would_not_fit_is_not_sent(service):
    with pytest.raises(ValueError, match="too long"):
        send(service, {"body": "字" * (MAX_BYTES // 3)})
    send(service, {"body": "字" * (MAX_BYTES // 3 - 10)})
    assert len(service.stand_in.received[0].body) <= 4096
