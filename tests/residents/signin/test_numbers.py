"""A phone number is a key only for a person who has proved to own it."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from louzu.lib.sms.base import SmsOutcome
from residents.joining.actions import slips
from residents.models import User
from residents.signin.actions.numbers import NumberInUse, set_unverified_number, verify_number
from residents.signin.adapters import account_for_sign_in
from tests.factories import DeviceFactory, UserFactory
from tests.outbox import Outbox

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800138000", "13900139000"
PAGE, CODE = reverse("mine:number"), reverse("mine:number_code")
PASSWORD = "secret-enough"


@pytest.fixture(autouse=True)
def outbox():
    cache.clear()
    Outbox.sent.clear()
    return Outbox.sent


def enter_by_password(client, user):
    """Sign in and reauthenticate by password."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": PAGE})
    return client


def give(client, number, once="n"):
    return client.post(PAGE, {"phone": number, "once": once})


def code_in(outbox) -> str:
    return re.search(r"\d{6}", outbox[-1][1])[0]


def by_code(number) -> Client:
    """Return a client that requested a sign-in code."""
    client = Client()
    client.post(reverse("account_request_login_code"), {"phone": number})
    return client


# with text messages


def test_the_number_opens_the_account_after_a_code_sent_to_it(client, resident, outbox):
    enter_by_password(client, resident)
    assert give(client, "139-0013 9000").headers["Location"].startswith(CODE)
    resident.refresh_from_db()
    assert (resident.phone, [number for number, _text in outbox]) == (None, [OTHER])
    by_code(OTHER)
    assert (len(outbox), account_for_sign_in(OTHER)) == (1, None)  # of no account yet
    typed = {"code": f" {code_in(outbox)} ", "once": "c"}
    assert client.post(CODE, typed).headers["Location"] == reverse("mine:data")
    assert account_for_sign_in(OTHER) == resident
    by_code(OTHER)
    assert len(outbox) == 2


def test_a_code_that_could_not_be_sent_is_told(client, resident, outbox, monkeypatch):
    monkeypatch.setattr(Outbox, "outcome", SmsOutcome.LATER)
    enter_by_password(client, resident)
    assert "短信没有发出去" in give(client, OTHER).text
    assert client.get(CODE).headers["Location"] == PAGE


def test_who_only_has_the_device_open_is_asked_for_the_password(client, resident, outbox):
    client.force_login(resident)
    for answer in (client.get(PAGE), give(client, PHONE)):
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    resident.refresh_from_db()
    assert (resident.phone, outbox) == (None, [])


def test_the_former_number_is_told(client, outbox, django_capture_on_commit_callbacks):
    user = UserFactory(phone=PHONE)
    enter_by_password(client, user)
    give(client, OTHER)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(CODE, {"code": code_in(outbox), "once": "c"})
    (number, text) = outbox[-1]
    assert (number, "139****9000" in text, OTHER in text) == (PHONE, True, False)


def test_until_then_the_former_one_opens_it(client, outbox):
    user = UserFactory(phone=PHONE)
    enter_by_password(client, user)
    give(client, OTHER)
    assert (account_for_sign_in(PHONE), account_for_sign_in(OTHER)) == (user, None)


def test_three_wrong_codes_end_it(client, resident, outbox):
    enter_by_password(client, resident)
    give(client, PHONE)
    right = code_in(outbox)
    for guess in ("000000", "111111", "222222", right):
        client.post(CODE, {"code": guess, "once": guess})
    resident.refresh_from_db()
    assert resident.phone is None
    assert client.get(CODE).headers["Location"] == PAGE


def test_a_code_is_good_for_who_asked_for_it_alone(client, resident, outbox):
    enter_by_password(client, resident)
    give(client, PHONE)
    held = client.session["number_check"]
    other = UserFactory()
    thief = enter_by_password(Client(), other)
    session = thief.session
    session["number_check"] = held
    session.save()
    thief.post(CODE, {"code": code_in(outbox), "once": "c"})
    assert account_for_sign_in(PHONE) is None


def test_taken_and_free_are_answered_alike_and_both_are_few(client, resident, outbox):
    UserFactory(phone=PHONE)
    enter_by_password(client, resident)
    answers = [give(client, number, once=number) for number in (PHONE, OTHER)]
    assert len({(a.status_code, a.headers["Location"]) for a in answers}) == 1
    assert [number for number, _text in outbox] == [PHONE, OTHER]
    for n in range(5):
        last = give(client, f"1370013700{n}", once=str(n))
    assert (len(outbox), "试得太多了" in last.text) == (5, True)


def test_one_number_is_not_flooded_from_many_accounts(outbox):
    for _person in range(4):
        give(enter_by_password(Client(), UserFactory()), PHONE)
    assert [number for number, _text in outbox] == [PHONE] * 3


def test_the_holder_of_the_phone_may_take_the_number_over(client, resident, outbox):
    before = UserFactory(phone=PHONE)
    enter_by_password(client, resident)
    give(client, PHONE)
    typed = {"code": code_in(outbox), "once": "c"}
    asked = client.post(CODE, typed)
    assert "用来登录另一个账号" in asked.text
    assert str(before) not in asked.text
    assert account_for_sign_in(PHONE) == before
    client.post(CODE, {**typed, "take_over": "on"})
    before.refresh_from_db()
    assert account_for_sign_in(PHONE) == resident
    assert (before.phone, before.phone_is_key) == (PHONE, False)


def test_a_number_is_given_up_too(client, outbox):
    user = UserFactory(phone=PHONE)
    enter_by_password(client, user)
    give(client, "")
    user.refresh_from_db()
    assert (user.phone, user.phone_is_key, outbox) == (None, False, [])


def test_a_landline_is_a_number_to_reach_one_by(client, resident, outbox):
    enter_by_password(client, resident)
    assert give(client, "021-6543 2100").headers["Location"] == reverse("mine:data")
    resident.refresh_from_db()
    assert (resident.phone, resident.phone_is_key, outbox) == ("02165432100", False, [])


# six digits alone


@pytest.fixture
def with_digits(resident):
    """A person whose only key is a PIN."""
    resident.set_unusable_password()
    resident.save()
    DeviceFactory(user=resident)
    return resident


def test_six_digits_alone_make_no_number_a_key(client, with_digits, outbox):
    client.force_login(with_digits)
    assert "重设登录的条" in client.get(PAGE).text
    give(client, PHONE)
    with_digits.refresh_from_db()
    assert (with_digits.phone, with_digits.phone_is_key, outbox) == (PHONE, False, [])


def test_six_digits_alone_change_no_number_that_is_a_key(client, with_digits, outbox):
    verify_number(with_digits, PHONE)
    client.force_login(with_digits)
    for answer in (client.get(PAGE), give(client, OTHER), give(client, "", once="e")):
        assert answer.headers["Location"] == reverse("keys")
    assert (account_for_sign_in(PHONE), outbox) == (with_digits, [])


def test_a_slip_just_used_is_a_key_that_was_shown(with_digits, leader, outbox):
    code = slips.print_key_slip(with_digits.memberships.get(), by=leader).code
    client, place = Client(), ["114"]
    client.post(reverse("joining:code", args=place), {"code": code})
    client.post(reverse("joining:pin", args=place), {"pin": "802461", "again": "802461"})
    assert PAGE in client.get(reverse("welcome", args=place)).text
    give(client, PHONE)
    client.post(CODE, {"code": code_in(outbox), "once": "c"})
    assert account_for_sign_in(PHONE) == with_digits


# without text messages


@pytest.fixture
def no_texts(settings):
    settings.SMS = ""


def test_without_text_messages_a_number_opens_nothing(no_texts, client, resident, outbox):
    client.force_login(resident)
    assert "不能用它登录" in client.get(PAGE).text
    assert give(client, PHONE).headers["Location"] == reverse("mine:data")
    resident.refresh_from_db()
    assert (resident.phone, account_for_sign_in(PHONE), outbox) == (PHONE, None, [])


def test_a_key_from_before_is_not_changed_without_the_password(no_texts, client):
    user = UserFactory(phone=PHONE)
    client.force_login(user)
    assert give(client, OTHER).headers["Location"].startswith(reverse("account_reauthenticate"))


# whoever squats


def test_an_unverified_number_is_nobodys_alone_and_keeps_no_owner_out(client, resident, outbox):
    squatter = UserFactory()
    set_unverified_number(squatter, PHONE)
    by_code(PHONE)
    assert outbox == []
    enter_by_password(client, resident)
    give(client, PHONE)
    client.post(CODE, {"code": code_in(outbox), "once": "c"})
    assert account_for_sign_in(PHONE) == resident
    with pytest.raises(NumberInUse):
        verify_number(squatter, PHONE)
    assert User.objects.filter(phone=PHONE).count() == 2


def test_the_same_number_kept_again_stays_verified(resident):
    verify_number(resident, PHONE)
    assert set_unverified_number(resident, PHONE).phone_is_key
    assert not set_unverified_number(resident, OTHER).phone_is_key


def test_a_new_number_is_on_a_page_that_somebody_has_kept(enter, building, leader, resident):
    client, url = enter("leader"), reverse("people:households", args=["114"])
    client.get(url)  # sets the cookie of the CSRF token
    kept = client.get(url)
    verify_number(resident, PHONE)
    assert "138****8000" in client.get(url, headers={"if-none-match": kept["ETag"]}).text


@pytest.mark.parametrize("wrong", ["十三八", "12", "1" * 25])
def test_what_is_no_number_is_told(no_texts, client, resident, wrong):
    client.force_login(resident)
    assert give(client, wrong).status_code == 200
    resident.refresh_from_db()
    assert resident.phone is None
