from __future__ import annotations

import pytest
from django.urls import reverse

from governance.inbox.models import ContactWay
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import new_key, public_key_of
from residents.privacy.models import Consent

pytestmark = pytest.mark.django_db
PAGE, LIST = reverse("ways:push"), reverse("ways:list")
ENDPOINT = "https://web.push.apple.com/1"
BROWSER = {
    "endpoint": ENDPOINT,
    "p256dh": public_key_of(new_key()),
    "auth": "QUFBQUFBQUFBQUFBQUFBQQ",
    "once": "o",
}
IPHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 16_4 like Mac OS X) Safari/604.1"}


@pytest.fixture
def configured(settings):
    settings.PUSH = PushAccount("mailto:post@portal.example.org", new_key())


def test_a_device_is_switched_on_and_listed_by_its_name(configured, enter, settings):
    client = enter("resident")
    assert PAGE in client.get(LIST).text
    page = client.get(PAGE).text
    assert public_key_of(settings.PUSH.key) in page
    assert str(Consent.WORDS[Consent.Kind.PUSH]) in page
    after = client.post(PAGE, BROWSER, headers=IPHONE, follow=True).text
    assert "苹果手机，Safari" in after
    assert ENDPOINT not in after
    way = ContactWay.objects.get()
    assert (way.channel, way.address, way.frequency) == ("push", ENDPOINT, "daily")
    assert PAGE in after, "there may be a second device"


def test_another_device_is_added_and_the_same_one_replaced(configured, enter):
    client = enter("resident")
    for number, endpoint in enumerate([ENDPOINT, ENDPOINT, f"{ENDPOINT}2"]):
        client.post(PAGE, BROWSER | {"endpoint": endpoint, "once": f"o{number}"})
    found = ContactWay.objects.usable().order_by("pk").values_list("address", flat=True)
    assert [*found] == [ENDPOINT, f"{ENDPOINT}2"]


def test_a_browser_belongs_to_whoever_switched_it_on_last(configured, enter, leader):
    enter("resident").post(PAGE, BROWSER)
    enter("leader").post(PAGE, BROWSER)
    assert ContactWay.objects.usable().get().user == leader


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/"},
        {"endpoint": ""},
        {"p256dh": "x"},
        {"auth": ""},
        {"endpoint": "https://web.push.apple.com/" + "x" * 600},
    ],
    ids=["elsewhere", "nowhere", "no point", "no secret", "long"],
)
def test_what_no_browser_sends_is_refused_in_a_sentence(configured, enter, wrong):
    response = enter("resident").post(PAGE, BROWSER | wrong)
    assert response.status_code == 200
    assert "还差一点，请看这里" in response.text
    assert not ContactWay.objects.exists()


def test_without_configuration_there_is_no_such_page(enter):
    client = enter("resident")
    assert PAGE not in client.get(LIST).text
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, BROWSER).status_code == 404
    assert not ContactWay.objects.exists()


def test_only_who_signed_in_has_devices(client, configured):
    assert client.get(PAGE).status_code == 302
