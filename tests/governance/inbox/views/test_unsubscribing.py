from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from governance.inbox.actions.sending import send_deliveries
from governance.inbox.models import ContactWay, Mute
from governance.inbox.unsubscribing import DIGEST, unsubscribe_url
from tests.factories.inbox import ContactWayFactory, DeliveryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger():
    """A mail program: without cookies, and with Django's check of forms switched on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(by_day):
    send_deliveries([DeliveryFactory().pk])
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    return header.strip("<>").removeprefix("http://testserver")


def test_a_program_that_follows_links_changes_nothing(stranger, address):
    page = stranger.get(address)
    assert page.status_code == 200
    assert "按一下" in page.text
    assert not Mute.objects.exists()


def test_one_click_ends_this_kind_and_no_other(stranger, address):
    """Right value 6."""
    for _ in range(2):
        done = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    (mute,) = Mute.objects.all()
    assert (mute.channel, mute.topic) == ("email", "notices")
    assert ContactWay.objects.usable().exists()


def test_an_altered_address_is_not_found(stranger, address):
    altered = address.replace(":", "x:", 1)
    assert stranger.get(altered).status_code == 404
    assert stranger.post(altered).status_code == 404
    assert not Mute.objects.exists()


def test_the_page_names_nobody(stranger, address):
    way = ContactWay.objects.get()
    for page in (stranger.get(address), stranger.post(address)):
        assert way.address not in page.text
        assert way.user.shown_name not in page.text


def test_one_click_in_a_digest_leaves_what_is_urgent(stranger):
    way = ContactWayFactory(frequency="daily")
    url = unsubscribe_url(way, DIGEST).removeprefix("http://testserver")
    assert stranger.post(url).status_code == 200
    way.refresh_from_db()
    assert way.frequency == "urgent"


def test_a_way_that_is_gone_answers_as_one_that_is_there(stranger):
    way = ContactWayFactory()
    url = unsubscribe_url(way, "notices").removeprefix("http://testserver")
    way.delete()
    assert stranger.post(url).status_code == 200
