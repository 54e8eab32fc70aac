from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.signing import get_cookie_signer
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from governance.journal.queries import latest_lines_in
from residents.access.actions import devices
from residents.access.queries import has_only_pins
from residents.models import Device, Standing
from residents.signin.forms.devices import NewPinForm
from residents.signin.views.devices import COOKIE, SALT
from tests.factories import DeviceFactory, SlipFactory, UserFactory

pytestmark = pytest.mark.django_db
PIN, WRONG = "246810", "135790"
LEADERS = Standing(offices=("leader",))


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def browser_with(*tokens):
    client = Client()
    client.cookies[COOKIE] = get_cookie_signer(salt=COOKIE + SALT).sign(" ".join(tokens))
    return client


def enter(client, device, pin=PIN, **more):
    return client.post(reverse("account_pin"), {"device": device.pk, "pin": pin, **more})


@pytest.fixture
def device(resident):
    return DeviceFactory(user=resident, token="at-home")


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", [PIN, "246 810", "２４６８１０"])
def test_six_digits_open_the_account_on_their_device(device, typed):
    client = browser_with("at-home")
    assert (
        enter(client, device, typed, next="/b/114/lounge/").headers["Location"] == "/b/114/lounge/"
    )
    assert signed_in(client)
    device.refresh_from_db()
    assert device.last_used_at


def test_signing_in_changes_the_session_and_is_listed_among_the_devices(device, resident):
    client = browser_with("at-home")
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    enter(client, device)
    assert client.session.session_key != planted
    assert resident.usersession_set.count() == 1
    assert client.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.parametrize("tokens", [(), ("elsewhere",)])
def test_the_right_digits_open_nothing_on_another_device(device, tokens):
    client = browser_with(*tokens)
    assert enter(client, device).headers["Location"] == reverse("account_login")
    assert not signed_in(client)


def test_a_forged_cookie_is_none(device):
    client = Client()
    client.cookies[COOKIE] = "at-home:forged:signature"
    enter(client, device)
    assert not signed_in(client)


def test_only_this_browsers_devices_can_be_asked_for(device):
    theirs = DeviceFactory(token="theirs")
    client = browser_with("at-home")
    enter(client, theirs)
    assert not signed_in(client)


def test_it_never_leads_to_another_site(device):
    client = browser_with("at-home")
    assert enter(client, device, next="https://evil.example/").headers["Location"] == "/"


def test_the_sign_in_page_asks_who_shares_the_tablet(device):
    DeviceFactory(token="hers", user__shown_name="李阿姨")
    page = browser_with("hers", "at-home").get(reverse("account_login")).content.decode()
    assert "李阿姨，请输入6位数字" in page
    assert f"{device.user}，请输入6位数字" in page
    assert "请输入6位数字" not in Client().get(reverse("account_login")).content.decode()


def test_the_destination_is_kept_after_a_wrong_attempt(device):
    client = browser_with("at-home")
    kept = '<input type="hidden" name="next" value="/b/114/lounge/">'
    assert (
        client.get(reverse("account_login") + "?next=/b/114/lounge/").content.decode().count(kept)
    )
    assert kept in enter(client, device, WRONG, next="/b/114/lounge/").content.decode()


def test_five_failures_end_the_device_and_tell_the_leader(device, building):
    client = browser_with("at-home")
    answers = [enter(client, device, WRONG) for _time in range(5)]
    assert [a.status_code for a in answers] == [200] * 4 + [302]
    assert enter(client, device).status_code == 302
    assert not signed_in(client)
    device.refresh_from_db()
    assert (device.failures, bool(device.revoked_at)) == (5, True)
    (line,) = latest_lines_in(building, LEADERS, count=5)
    assert line.text == f"{device.user}的6位数字连错5次，这台设备停用了"


def test_a_success_forgives_what_failed_before(device):
    client = browser_with("at-home")
    for pin in (WRONG, WRONG, WRONG, WRONG, PIN):
        enter(client, device, pin)
    assert signed_in(client)
    device.refresh_from_db()
    assert device.failures == 0


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_five(device):
    def guess(pin):
        try:
            return devices.check_pin(device, pin)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(guess, [f"1357{n:02d}" for n in range(24)]))
    assert answers == [False] * 24
    device.refresh_from_db()
    assert (device.failures, bool(device.revoked_at)) == (5, True)
    assert devices.check_pin(device, PIN) is False


def test_an_address_may_fail_thirty_times_an_hour(resident):
    for number in range(7):
        other = DeviceFactory(user=resident, token=f"t{number}")
        client = browser_with(f"t{number}")
        for _time in range(5):
            enter(client, other, WRONG)
    assert not signed_in(client)
    last = DeviceFactory(user=resident, token="last")
    client = browser_with("last")
    assert "试得太多了" in enter(client, last).content.decode()


def test_the_database_keeps_no_pin_and_no_token(resident, capsys, caplog):
    token = devices.bind_device(resident, pin="802461")
    browser = browser_with(token)
    enter(browser, Device.objects.get(), "802462")
    enter(browser, Device.objects.get(), "802461")
    capsys.readouterr()
    call_command("dumpdata")
    dump = capsys.readouterr().out
    for secret in (token, "802461", "802462"):
        assert secret not in dump
        assert secret not in caplog.text


def test_the_database_refuses_a_device_that_failed_too_often_and_lives(resident):
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceFactory(user=resident, failures=5)


@pytest.mark.parametrize(
    ("pin", "again", "wrong"),
    [
        ("111111", "111111", "pin"),
        ("123456", "123456", "pin"),
        ("890123", "890123", "pin"),
        ("987654", "987654", "pin"),
        ("12345", "12345", "pin"),
        ("12a456", "12a456", "pin"),
        ("802461", "802462", "again"),
        ("²²²²²²", "²²²²²²", "pin"),
    ],
)
def test_digits_that_are_easily_guessed_or_differ_are_told(pin, again, wrong):
    assert wrong in NewPinForm({"pin": pin, "again": again}).errors


def test_the_cookie_is_signed_hidden_from_scripts_and_for_this_site(household):
    SlipFactory(household=household, code="ACDE3479")
    client = Client()
    client.post(reverse("joining:code", args=["114"]), {"code": "ACDE3479"})
    client.post(reverse("joining:name", args=["114"]), {"shown_name": "我", "old_enough": "on"})
    client.post(reverse("joining:pin", args=["114"]), {"pin": "802461", "again": "802461"})
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie.value.count(":") == 2
    assert cookie["max-age"] > 60 * 60 * 24 * 365


# My keys


def test_the_committee_is_not_sent_for_a_slip_that_would_be_refused(enter, building, staff, leader):
    staffs = enter("staff").get(reverse("keys")).content.decode()
    assert "系统管理员" in staffs
    assert "请楼组长" not in staffs
    assert "请楼组长印一张重设登录的条" in enter("leader").get(reverse("keys")).content.decode()


def test_the_committee_with_a_pin_alone_is_told_its_own_way(enter, building, staff):
    staff.set_unusable_password()
    staff.save()
    DeviceFactory(user=staff)
    client = enter("staff")
    assert "请系统管理员给您设" in client.get(reverse("keys")).content.decode()
    page = client.get(reverse("passkey_add"), follow=True).content.decode()
    assert "请系统管理员给您设一个密码" in page
    assert "请楼组长" not in page


def test_i_see_and_stop_my_own_devices_only(client, device):
    theirs = DeviceFactory()
    client.force_login(device.user)
    assert "停用第1台" in client.get(reverse("keys")).content.decode()
    assert client.post(reverse("device_forget", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("device_forget", args=[device.pk])).status_code == 405
    client.post(reverse("device_forget", args=[device.pk]))
    assert [d.revoked_at is None for d in Device.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("where", ["passkey_add", "account_set_password"])
def test_six_digits_alone_make_no_other_key(client, where):
    user = UserFactory(password=None)
    DeviceFactory(user=user)
    assert has_only_pins(user)
    client.force_login(user)
    assert client.get(reverse(where)).headers["Location"] == reverse("keys")


def test_a_passkey_is_made_by_who_shows_the_password(client, resident):
    client.force_login(resident)
    place = client.get(reverse("passkey_add")).headers["Location"]
    assert place.startswith(reverse("account_reauthenticate"))
    client.post(place, {"password": "secret-enough"})
    assert client.get(reverse("passkey_add")).status_code == 200


def test_keys_are_for_who_is_signed_in(client):
    for page in ("keys", "passkey_add", "account_set_password"):
        assert client.get(reverse(page)).status_code == 302


def test_a_false_passkey_opens_nothing(client, resident):
    response = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert response.json()["request_options"]["publicKey"]["userVerification"] == "required"
    for credential in ("", "{}", '{"response": {"userHandle": "MQ"}}', "nonsense"):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code == 302
    assert not signed_in(client)
