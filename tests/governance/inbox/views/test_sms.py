from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.inbox.models import ContactWay
from louzu.lib.sms.base import SmsTemplate, SmsTemplates
from residents.privacy.models import Consent

pytestmark = pytest.mark.django_db
PAGE, LIST = reverse("ways:sms"), reverse("ways:list")


@pytest.fixture
def configured(settings):
    settings.SMS_TEMPLATES = SmsTemplates("连心楼", {"urgent": SmsTemplate("SMS_9", "${text}")})


@pytest.fixture
def verified(resident):
    resident.phone, resident.phone_verified_at = "13800138000", timezone.now()
    resident.save()
    return resident


def test_a_verified_number_gets_what_is_urgent(configured, verified, enter):
    client = enter("resident")
    assert PAGE in client.get(LIST).text
    page = client.get(PAGE).text
    assert str(Consent.WORDS[Consent.Kind.SMS]) in page
    assert "138****8000" in page
    after = client.post(PAGE, {"once": "o"}, follow=True).text
    assert PAGE not in after
    way = ContactWay.objects.get()
    assert (way.address, way.frequency) == ("13800138000", "urgent")
    assert "每天汇总" not in client.get(reverse("ways:change", args=[way.pk])).text


def test_a_number_is_verified_first(configured, resident, enter):
    client = enter("resident")
    assert reverse("mine:number") in client.get(PAGE).text
    client.post(PAGE, {"once": "o"})
    assert not ContactWay.objects.exists()


def test_without_configuration_there_is_no_such_page(verified, enter):
    client = enter("resident")
    assert PAGE not in client.get(LIST).text
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"once": "o"}).status_code == 404
