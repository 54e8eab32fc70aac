from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import pytest
import time_machine
from django.core.cache import cache

from governance.inbox.channels.base import OutgoingMessage, SendOutcome
from governance.inbox.channels.wechat import SENDER
from governance.inbox.models import ContactWay, DeliveryChannel
from louzu.lib.wechat.templates import MessageTemplate
from tests.wechat_stand_in import refusal

SENDING, TOKENS = "/cgi-bin/message/template/send", "/cgi-bin/stable_token"
WAY = ContactWay(channel=DeliveryChannel.WECHAT, address="o-somebody")
MESSAGE = OutgoingMessage(
    key=uuid.UUID(int=7),
    type="notices.posted",
    short="通知：明天停水",
    long="明天上午停水。",
    url="https://portal.example.org/b/114/notices/7/",
    unsubscribe_url="https://portal.example.org/u/x/",
    urgent=True,
    happens_at=None,
    useful_until=dt.datetime(2026, 11, 29, 4, tzinfo=dt.UTC),
    values={"title": "停水"},
)


@pytest.fixture(autouse=True)
def _configured(db, wechat, settings):
    cache.clear()
    templates = {
        "*": MessageTemplate("TEMPLATE-1", {"thing1": "short", "time2": "now"}),
        "notices.posted": MessageTemplate("TEMPLATE-1", {"thing1": "title", "time2": "until"}),
        "notices.corrected": MessageTemplate("TEMPLATE-1", {"thing1": "what"}),
        "notices.withdrawn": MessageTemplate("TEMPLATE-1", {"phrase1": "title"}),
        "canvass.opened": MessageTemplate("TEMPLATE-2", {"thing1": "short"}),
    }
    settings.WECHAT = dataclasses.replace(wechat.account, templates=templates)
    wechat.followers.add("o-somebody")


def send(**more):
    return SENDER.send(WAY, dataclasses.replace(MESSAGE, **more))


def test_it_is_configured_by_templates(settings):
    assert SENDER.is_configured()
    settings.WECHAT = dataclasses.replace(settings.WECHAT, templates={})
    assert not SENDER.is_configured()
    settings.WECHAT = None
    assert not SENDER.is_configured()


def test_a_message_is_sent_once_by_the_template_of_its_type(wechat):
    first, again = send(), send()
    assert (first.outcome, first.provider_id) == (SendOutcome.SENT, again.provider_id)
    assert wechat.sent == [
        {
            "touser": "o-somebody",
            "template_id": "TEMPLATE-1",
            "url": MESSAGE.url,
            "client_msg_id": MESSAGE.key.hex,
            "data": {
                "thing1": {"value": "停水"},
                "time2": {"value": "2026年11月29日 12:00"},
            },
        }
    ]


def test_the_time_of_the_event_is_a_field_of_its_own(wechat, settings):
    template = MessageTemplate("TEMPLATE-1", {"thing1": "title", "time2": "when"})
    settings.WECHAT = dataclasses.replace(settings.WECHAT, templates={"*": template})
    send(happens_at=dt.datetime(2026, 11, 30, 1, 5, tzinfo=dt.UTC))
    with time_machine.travel(dt.datetime(2026, 11, 29, 4, tzinfo=dt.UTC), tick=False):
        send(key=uuid.UUID(int=8))  # of what has no time, the time at which it is sent
    times = [sent["data"]["time2"]["value"] for sent in wechat.sent]
    assert times == ["2026年11月30日 09:05", "2026年11月29日 12:00"]


def test_other_types_have_the_template_for_all(wechat):
    assert send(type="lounge.replied").outcome == SendOutcome.SENT
    assert wechat.sent[0]["data"]["thing1"] == {"value": "通知：明天停水"}


@pytest.mark.parametrize("type_", ["notices.corrected", "canvass.opened"])
def test_a_text_that_cannot_be_sent_is_refused(wechat, type_):
    assert send(type=type_).outcome == SendOutcome.BAD_TEXT
    assert wechat.sent == []


def test_the_reason_tells_the_field_and_no_value():
    found = send(type="notices.withdrawn", values={"title": "王阿姨家里漏水"})
    assert (found.outcome, found.detail) == (SendOutcome.BAD_TEXT, "phrase1")


def test_a_type_without_template_is_refused(settings):
    settings.WECHAT = dataclasses.replace(
        settings.WECHAT, templates={"canvass.opened": settings.WECHAT.templates["*"]}
    )
    assert send().outcome == SendOutcome.BAD_TEXT


def test_who_ended_following_or_refused_gets_no_more(wechat):
    wechat.refusing.add("o-somebody")
    assert (send().outcome, send().detail) == (SendOutcome.BAD_ADDRESS, "43101")
    wechat.refusing.clear()
    wechat.followers.clear()
    assert (send().outcome, send().detail) == (SendOutcome.BAD_ADDRESS, "43004")


@pytest.mark.parametrize(
    ("path", "code", "outcome"),
    [
        (SENDING, 40003, SendOutcome.BAD_ADDRESS),
        (SENDING, 40037, SendOutcome.BAD_TEXT),
        (SENDING, 47003, SendOutcome.BAD_TEXT),
        (SENDING, 48001, SendOutcome.NOBODY),
        (TOKENS, 40013, SendOutcome.NOBODY),
        (TOKENS, 40125, SendOutcome.NOBODY),
        (TOKENS, 40164, SendOutcome.NOBODY),
        (SENDING, 42001, SendOutcome.LATER),
        (SENDING, 45011, SendOutcome.LATER),
        (SENDING, -1, SendOutcome.LATER),
    ],
)
def test_a_refusal_is_told_by_its_code(wechat, path, code, outcome):
    wechat.failing[path] = refusal(code, "no")
    assert (send().outcome, send().detail) == (outcome, str(code))


def test_the_quota_of_the_day_stops_all_until_the_next(wechat):
    wechat.failing[SENDING] = refusal(45009, "reach max api daily quota limit")
    with time_machine.travel(dt.datetime(2026, 11, 29, 13, tzinfo=dt.UTC), tick=False):
        found = send()
    assert (found.outcome, found.retry_after) == (SendOutcome.NOBODY, dt.timedelta(hours=3))


def test_a_message_whose_answer_is_missing_is_unclear(wechat):
    wechat.silent = True
    assert send().outcome == SendOutcome.UNCLEAR
    assert len(wechat.sent) == 1


def test_a_token_whose_answer_is_missing_leaves_the_message_unsent(wechat):
    wechat.failing[TOKENS] = {"access_token": "without its time"}
    assert send().outcome == SendOutcome.LATER


def test_it_is_tried_again_when_nobody_answers(settings):
    settings.WECHAT = dataclasses.replace(settings.WECHAT, api="http://127.0.0.1:9")
    assert (send().outcome, send().detail) == (SendOutcome.LATER, "ConnectionError")
