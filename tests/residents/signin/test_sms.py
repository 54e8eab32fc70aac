from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from louzu.lib.sms.base import SmsOutcome
from louzu.lib.sms.console import ConsoleSms
from tests.factories import UserFactory
from tests.outbox import Outbox

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def outbox():
    cache.clear()
    Outbox.sent.clear()
    return Outbox.sent


def ask(client, phone=PHONE):
    return client.post(reverse("account_request_login_code"), {"phone": phone})


def test_a_code_to_the_phone_opens_the_account(client, outbox):
    user = UserFactory(phone=PHONE)
    assert ask(client, "138 0013-8000").headers["Location"] == reverse("account_confirm_login_code")
    ((phone, text),) = outbox
    assert phone == PHONE
    code = re.search(r"\d{6}", text)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_whether_a_number_has_an_account_is_told_to_nobody(client, outbox):
    UserFactory(phone=PHONE)
    answers = [ask(client, phone).headers["Location"] for phone in (PHONE, "13900139000")]
    assert len(set(answers)) == 1
    assert [phone for phone, _text in outbox] == [PHONE]


def test_three_wrong_codes_end_it(client, outbox):
    UserFactory(phone=PHONE)
    ask(client)
    right = re.search(r"\d{6}", outbox[0][1])[0]
    for guess in ("000000", "111111", "222222", right):
        client.post(reverse("account_confirm_login_code"), {"code": guess})
    assert "_auth_user_id" not in client.session


def test_messages_cost_money_and_are_few(outbox):
    UserFactory(phone=PHONE)
    for _time in range(6):
        ask(Client())
    assert len(outbox) == 3


def test_messages_are_counted_by_the_number_however_it_is_written(outbox):
    UserFactory(phone=PHONE)
    for spelling in (
        "138-0013 8000",
        "１３８００１３８０００",
        "+86 13800138000",
        "8613800138000",
        PHONE,
    ):
        ask(Client(), spelling)
    assert len(outbox) == 3


def test_a_number_that_nobody_verified_gets_no_message(client, outbox):
    UserFactory(phone=PHONE, phone_verified_at=None)
    ask(client)
    assert outbox == []


def test_what_is_no_number_is_told(client, outbox):
    assert "手机号是11位数字" in ask(client, "1380013").content.decode()
    assert outbox == []


def test_without_a_backend_it_is_not_offered(client, settings):
    assert "短信码" in client.get(reverse("account_login")).content.decode()
    settings.ACCOUNT_LOGIN_BY_CODE_ENABLED = False
    assert "短信码" not in client.get(reverse("account_login")).content.decode()


def test_who_has_no_account_learns_nothing_from_a_message_that_failed(client, outbox, caplog):
    UserFactory(phone=PHONE)
    with pytest.MonkeyPatch.context() as failing:
        failing.setattr(Outbox, "outcome", SmsOutcome.NOBODY)
        answers = [ask(client, phone).headers["Location"] for phone in (PHONE, "13900139000")]
    assert len(set(answers)) == 1
    assert "No text message for sign_in: NOBODY isv.TEST" in caplog.text
    assert PHONE not in caplog.text


def test_the_console_shows_purpose_and_values(capsys):
    ConsoleSms().send(PHONE, "sign_in", {"code": "123456"})
    assert capsys.readouterr().out == f"SMS {PHONE} sign_in: code=123456\n"
