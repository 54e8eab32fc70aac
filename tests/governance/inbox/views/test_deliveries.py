from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.inbox.models import ChannelStop, ContactWay
from tests.factories.inbox import DeliveryFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"deliveries:{name}", args=args)


@pytest.fixture
def keeper(enter, leader):
    leader.is_superuser = True
    leader.save()
    return enter("leader")


def test_the_keeper_sees_what_is_unclear_and_sends_it_again(keeper):
    delivery = DeliveryFactory(state="unclear", reason="lost")
    page = keeper.get(url("list")).text
    assert "不清楚发没发出" in page
    assert "通知和公示" in page
    assert delivery.message.type not in page
    assert reverse("admin:jobs") in page
    assert ContactWay.objects.get().address not in page
    assert delivery.user.shown_name not in page
    assert keeper.post(url("again", delivery.pk)).url == url("list")
    delivery.refresh_from_db()
    assert delivery.state == "waiting"


def test_the_keeper_opens_a_stopped_channel(keeper):
    until = timezone.now() + dt.timedelta(hours=1)
    held = DeliveryFactory(state="held", reason="stopped", next_try_at=until)
    ChannelStop.objects.create(channel="email", detail="535", until=until)
    assert "535" in keeper.get(url("list")).text
    keeper.post(url("resume", "email"))
    held.refresh_from_db()
    assert held.next_try_at < until
    assert not ChannelStop.objects.exists()


@pytest.mark.parametrize("persona", ["leader", "staff", "resident"])
def test_nobody_else_sees_it(enter, persona):
    client = enter(persona)
    assert client.get(url("list")).status_code == 403
    assert client.post(url("again", DeliveryFactory(state="unclear").pk)).status_code == 403
