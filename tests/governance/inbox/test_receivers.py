"""Messages by WeChat, from binding it to a message that did not arrive."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.inbox.actions.ways import stop_way
from governance.inbox.models import ContactWay, Delivery, Message
from governance.journal.actions import enter as enter_line
from governance.notices.actions import posting, writing
from louzu.lib.jobs import Queue
from residents.models import Consent
from residents.privacy.actions.forgetting import forget_user
from residents.signin.actions.wechat import bind_wechat, unbind_wechat
from residents.signin.signals import wechat_message_failed
from tests.channels import OPENID
from tests.factories import NoticeFactory
from tests.factories.notices import notice_input

pytestmark = pytest.mark.django_db


@pytest.fixture
def bound(resident, wechat_messages):
    bind_wechat(resident, OPENID)
    return resident


def ways_of(user):
    return ContactWay.objects.usable().filter(user=user)


def test_binding_adds_a_way_with_consent(bound):
    way = ways_of(bound).get()
    assert (way.channel, way.address, way.frequency) == ("wechat", OPENID, "daily")
    assert Consent.objects.to("wechat").get(user=bound).text == Consent.WORDS["wechat"]


def test_the_page_of_binding_says_it_before(wechat_messages, enter, resident, client):
    client.post(reverse("account_login"), {"login": resident.username, "password": "secret-enough"})
    assert str(Consent.WORDS["wechat"]) in client.get(reverse("wechat")).text


def test_without_templates_it_is_for_signing_in_only(resident, wechat, enter):
    bind_wechat(resident, OPENID)
    assert not ContactWay.objects.exists()
    assert not Consent.objects.exists()
    client = enter("resident")
    assert "微信" not in client.get(reverse("ways:list")).text
    assert client.get(reverse("ways:wechat")).url == reverse("wechat")
    assert not client.post(reverse("ways:wechat")).url.startswith("/me/ways/1")


def test_who_has_bound_none_is_led_to_binding(wechat_messages, enter):
    page = enter("resident").get(reverse("ways:wechat"))
    assert reverse("wechat") in page.text
    assert reverse("ways:list") in page.text


def test_unbinding_and_forgetting_delete_the_number(bound):
    unbind_wechat(bound)
    assert not ContactWay.objects.exists()
    assert not Consent.objects.to("wechat").filter(user=bound).exists()
    bind_wechat(bound, OPENID)
    forget_user(bound, by=bound)
    assert not ContactWay.objects.exists()


def test_another_wechat_gets_the_messages_from_then_on(bound):
    bind_wechat(bound, "o-new")
    assert [way.address for way in ContactWay.objects.all()] == ["o-new"]


def test_who_stopped_it_can_begin_again(bound, enter):
    stop_way(ways_of(bound).get())
    client = enter("resident")
    assert reverse("ways:wechat") in client.get(reverse("ways:list")).text
    assert str(Consent.WORDS["wechat"]) in client.get(reverse("ways:wechat")).text
    assert not ways_of(bound).exists()
    client.post(reverse("ways:wechat"))
    assert ways_of(bound).get().address == OPENID
    assert reverse("ways:wechat") not in client.get(reverse("ways:list")).text


def post_notice(building, leader) -> Delivery:
    notice = writing.draft_notice(building, notice_input(title="周日停水"), by=leader)
    posting.post_notice(notice, by=leader)
    return Delivery.objects.get()


@pytest.fixture
def at_once(bound, by_day):
    ways_of(bound).update(frequency="at_once")
    return bound


def test_a_notice_comes_to_wechat_as_one_message(
    building, leader, at_once, wechat_messages, run_jobs
):
    delivery = post_notice(building, leader)
    assert run_jobs(Queue.MANY) == 1
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    (message,) = wechat_messages.sent
    assert (message["touser"], message["client_msg_id"]) == (OPENID, delivery.key.hex)
    assert message["data"]["thing1"] == {"value": "周日停水"}
    assert message["url"].startswith("http://testserver/b/114/notices/")


def test_who_ended_following_without_telling_gets_no_more(
    building, leader, at_once, wechat_messages, run_jobs
):
    wechat_messages.followers.clear()
    delivery = post_notice(building, leader)
    run_jobs(Queue.MANY)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("failed", "address")
    assert not ways_of(at_once).exists()


@pytest.mark.parametrize(
    ("failure", "reason", "goes_on"),
    [("user block", "address", False), ("system failed", "down", True)],
)
def test_a_message_that_did_not_arrive_after_all(
    building, leader, at_once, wechat_messages, run_jobs, failure, reason, goes_on
):
    delivery = post_notice(building, leader)
    run_jobs(Queue.MANY)
    delivery.refresh_from_db()
    for _ in range(2):
        wechat_message_failed.send(sender=None, message=delivery.provider_id, failure=failure)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("failed", reason)
    assert ways_of(at_once).exists() == goes_on


def test_a_failure_of_an_unknown_message_changes_nothing(wechat_messages, at_once):
    wechat_message_failed.send(sender=None, message="4711", failure="user block")
    assert ways_of(at_once).exists()


def test_what_happened_long_ago_is_told_to_nobody(building, leader, resident):
    notice, today = NoticeFactory(building=building), timezone.localdate()
    enter_line(notice, "notices.posted", by=leader, happened_on=today - dt.timedelta(days=31))
    assert not Message.objects.exists()
    enter_line(notice, "notices.posted", by=leader, happened_on=today - dt.timedelta(days=30))
    assert Message.objects.count() == 1
