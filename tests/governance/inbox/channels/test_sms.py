from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from governance.inbox.channels.base import OutgoingMessage, SendOutcome
from governance.inbox.channels.sms import OUTCOMES, SENDER
from governance.inbox.models import ContactWay
from louzu.lib.sms.base import SmsOutcome, SmsTemplate, SmsTemplates
from residents.models import User
from tests.outbox import Outbox

TEMPLATES = SmsTemplates("连心楼", {"urgent": SmsTemplate("SMS_9", "${text}。请看公示栏。")})


@pytest.fixture(autouse=True)
def sent(settings):
    settings.SMS_TEMPLATES = TEMPLATES
    Outbox.sent.clear()
    return Outbox.sent


def send(*, urgent=True, address="13800138000"):
    message = OutgoingMessage(
        key=uuid.uuid4(),
        type="notices.posted",
        short="明天上午9点：停水",
        long="…",
        url="https://portal.example.org/b/114/notices/1/",
        unsubscribe_url="",
        urgent=urgent,
        happens_at=None,
        useful_until=timezone.now() + dt.timedelta(hours=1),
        values={"title": "停水"},
    )
    user = User(phone="13800138000", phone_verified_at=timezone.now())
    return SENDER.send(ContactWay(user=user, channel="sms", address=address), message)


def test_an_urgent_message_is_the_short_form(sent):
    assert send().outcome is SendOutcome.SENT
    assert sent == [("13800138000", "urgent: 明天上午9点：停水")]


def test_what_is_not_urgent_costs_nothing(sent):
    assert send(urgent=False).outcome is SendOutcome.BAD_TEXT
    assert sent == []


def test_a_former_number_gets_nothing(sent):
    assert send(address="13900139000").outcome is SendOutcome.BAD_ADDRESS
    assert sent == []


@pytest.mark.parametrize("outcome", SmsOutcome, ids=lambda outcome: outcome.name)
def test_each_answer_of_a_provider_has_a_meaning(monkeypatch, outcome):
    monkeypatch.setattr(Outbox, "outcome", outcome)
    assert send().outcome is OUTCOMES[outcome]


def test_it_is_off_without_provider_or_template(settings):
    assert SENDER.is_configured()
    settings.SMS_TEMPLATES = SmsTemplates()
    assert not SENDER.is_configured()
    settings.SMS, settings.SMS_TEMPLATES = "", TEMPLATES
    assert not SENDER.is_configured()
