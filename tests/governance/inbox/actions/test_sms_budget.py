from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.inbox.actions.sending import send_deliveries
from governance.inbox.models import Delivery, SmsMonth
from governance.notices.actions import posting, writing
from louzu.lib.sms.base import SmsOutcome, SmsTemplate, SmsTemplates
from tests.factories.inbox import ContactWayFactory
from tests.factories.notices import notice_input
from tests.outbox import Outbox

pytestmark = pytest.mark.django_db
WRITE = "notices:write"


@pytest.fixture(autouse=True)
def sent(settings):
    settings.SMS_BUDGET = 2
    settings.SMS_TEMPLATES = SmsTemplates("连心楼", {"urgent": SmsTemplate("SMS_9", "${text}")})
    Outbox.sent.clear()
    return Outbox.sent


@pytest.fixture(autouse=True)
def way(resident):
    resident.phone, resident.phone_verified_at = "13800138000", timezone.now()
    resident.save()
    return ContactWayFactory(
        user=resident, channel="sms", address=resident.phone, frequency="urgent"
    )


def post(building, leader, title, **fields):
    notice = writing.draft_notice(building, notice_input(title=title, **fields), by=leader)
    posting.post_notice(notice, by=leader)
    for delivery in Delivery.objects.to_send():
        send_deliveries([delivery.pk])


def test_urgent_notices_are_sent_until_the_month_is_used_up(building, leader, sent):
    for number in range(3):
        post(building, leader, f"停水{number}", urgent=True)
    assert [text for _phone, text in sent] == [
        "urgent: 急：楼里有新通知：停水0",
        "urgent: 急：楼里有新通知：停水1",
    ]
    assert SmsMonth.objects.get().used == 2
    assert Delivery.objects.latest("pk").reason == "budget"


def test_other_notices_cost_nothing(building, leader, sent):
    post(building, leader, "花展")
    assert sent == []
    assert not SmsMonth.objects.exists()


def test_a_second_try_is_not_counted_again(building, leader, sent, monkeypatch):
    monkeypatch.setattr(Outbox, "outcome", SmsOutcome.LATER)
    post(building, leader, "停水", urgent=True)
    send_deliveries([Delivery.objects.get().pk])
    assert len(sent) == 2
    assert SmsMonth.objects.get().used == 1


def test_who_writes_a_notice_sees_what_it_would_cost(building, leader, enter):
    form = reverse(WRITE, args=[building.slug])
    client = enter("leader")
    assert "会给1位邻居发短信；这栋楼这个月还能发2条" in client.get(form).text
    post(building, leader, "停水", urgent=True)
    assert "这个月还能发1条" in client.get(form).text


def test_nothing_is_said_where_nobody_gets_text_messages(building, way, enter):
    way.delete()
    assert "发短信" not in enter("leader").get(reverse(WRITE, args=[building.slug])).text
