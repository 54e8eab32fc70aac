"""Push messages end on a device with the session of its person, and follow its browser."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from governance.inbox.actions.ways import end_way_of_bad_address, stop_way
from governance.inbox.models import ContactWay
from governance.inbox.push_cookie import SALT, way_key_in
from louzu.lib.web_push.account import PushAccount
from louzu.lib.web_push.subscriptions import new_key, public_key_of
from residents.joining.actions.joining import undo_joining
from residents.models import Consent
from residents.people.actions.accounts import save_account
from residents.privacy.actions.consents import withdraw_consent
from residents.privacy.actions.forgetting import forget_user
from tests.factories.inbox import ContactWayFactory
from tests.factories.slips import JoiningFactory

pytestmark = pytest.mark.django_db
PUSH, RENEWED = reverse("ways:push"), reverse("ways:push_renewed")
ENDPOINT, PASSWORD = "https://web.push.apple.com/", "secret-enough"
KEYS = {"p256dh": public_key_of(new_key()), "auth": "QUFBQUFBQUFBQUFBQUFBQQ"}
NEW = {"p256dh": public_key_of(new_key()), "auth": "QkJCQkJCQkJCQkJCQkJCQg"}


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.PUSH = PushAccount("mailto:post@portal.example.org", new_key())


def switch_on(client, number=1):
    client.post(PUSH, {"endpoint": f"{ENDPOINT}{number}", **KEYS, "once": f"o{number}"})
    return ContactWay.objects.usable().get(address=f"{ENDPOINT}{number}")


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def sign_in(client, user):
    """Sign in after the session ran out."""
    client.cookies.pop("session")
    form = {"login": user.username, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302


@pytest.fixture
def phone(resident):
    """A browser of the resident, in which push messages are on."""
    client = browser_of(resident)
    client.way = switch_on(client)
    return client


def in_use(user):
    return [*ContactWay.objects.usable().filter(user=user).values_list("address", flat=True)]


def test_signing_out_ends_the_messages_of_this_device(phone, resident):
    switch_on(browser_of(resident), 2)
    ContactWayFactory(user=resident, address="li@example.org")
    phone.post(reverse("account_logout"))
    assert sorted(in_use(resident)) == [f"{ENDPOINT}2", "li@example.org"]
    phone.way.refresh_from_db()
    assert phone.way.end_reason == "signed_out"
    assert Consent.objects.to("push").filter(user=resident).exists()


def test_with_the_last_device_the_consent_ends(phone, resident):
    phone.post(reverse("account_logout"))
    assert not Consent.objects.to("push").filter(user=resident).exists()


def test_signing_out_in_a_browser_without_messages_ends_nothing(phone, resident):
    browser_of(resident).post(reverse("account_logout"))
    assert in_use(resident) == [f"{ENDPOINT}1"]


def test_who_signs_in_next_ends_the_messages_of_the_one_before(phone, resident, leader):
    """Somebody's session ran out, and they never signed out."""
    sign_in(phone, resident)
    assert in_use(resident) == [f"{ENDPOINT}1"]
    sign_in(phone, leader)
    assert in_use(resident) == []


def test_a_session_of_the_committee_that_times_out_ends_nothing(
    enter, staff, settings, time_machine
):
    time_machine.move_to(dt.datetime(2026, 11, 29, 4, tzinfo=dt.UTC), tick=False)
    client = enter("staff")
    switch_on(client)
    settings.SECOND_FACTOR = True
    time_machine.move_to(dt.datetime(2026, 11, 29, 20, tzinfo=dt.UTC), tick=False)
    assert client.get(PUSH).url.startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session
    assert in_use(staff) == [f"{ENDPOINT}1"]


def test_signing_out_everywhere_else_leaves_this_device(phone, resident):
    switch_on(browser_of(resident), 2)
    phone.post(reverse("usersessions_list"))
    assert in_use(resident) == [f"{ENDPOINT}1"]


def test_a_new_password_ends_all_devices(phone, resident):
    switch_on(browser_of(resident), 2)
    resident.set_password("another password 114")
    resident.save()
    assert in_use(resident) == []


def test_a_joining_that_is_undone_ends_the_devices(phone, resident, leader):
    joining = JoiningFactory(membership=resident.memberships.get(), user=resident)
    undo_joining(joining, by=leader)
    assert in_use(resident) == []


def test_a_closed_account_and_a_forgotten_person_have_no_devices(phone, resident, leader):
    save_account(resident, changed=["shown_name"], added=False, by=leader)
    assert in_use(resident) == [f"{ENDPOINT}1"]
    resident.is_active = False
    save_account(resident, changed=["is_active"], added=False, by=leader)
    assert in_use(resident) == []
    forget_user(resident, by=resident)
    assert not ContactWay.objects.filter(user=resident).exists()


def renew(client, number=9, **more):
    sent = {"endpoint": f"{ENDPOINT}{number}", "expirationTime": None, "keys": NEW, **more}
    return client.post(RENEWED, sent, content_type="application/json").status_code


def stranger(phone):
    """The same browser, of which the session ran out, with Django's check of forms switched on."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["push"] = phone.cookies["push"].value
    return client


def test_a_browser_replaces_its_subscription_without_a_session(phone, resident, settings):
    browser = stranger(phone)
    assert browser.get(RENEWED).json() == {"key": public_key_of(settings.PUSH.key)}
    assert renew(browser) == 204
    way = ContactWay.objects.usable().get(user=resident)
    assert (way.pk, way.address, way.frequency) == (phone.way.pk, f"{ENDPOINT}9", "daily")
    assert way.secret == {**NEW, "device": phone.way.secret["device"]}


def test_a_subscription_that_was_gone_before_is_taken_up_again(phone, resident):
    end_way_of_bad_address(phone.way, "HTTP 410")
    assert renew(stranger(phone)) == 204
    assert in_use(resident) == [f"{ENDPOINT}9"]


def _stop(phone, _resident):
    stop_way(phone.way)


def _sign_out(phone, _resident):
    phone.post(reverse("account_logout"))


def _withdraw(phone, resident):
    end_way_of_bad_address(phone.way, "HTTP 410")
    withdraw_consent(resident, kind="push")


def _deactivate(_phone, resident):
    resident.is_active = False
    resident.save()


@pytest.mark.parametrize(
    "happens",
    [_stop, _sign_out, _withdraw, _deactivate],
    ids=lambda one: one.__name__.strip("_"),
)
def test_what_a_person_ended_is_not_taken_up_again(phone, resident, happens):
    browser = stranger(phone)
    happens(phone, resident)
    assert browser.get(RENEWED).status_code == 404
    assert renew(browser) == 404
    assert not ContactWay.objects.filter(address=f"{ENDPOINT}9").exists()


@pytest.mark.parametrize(
    "more",
    [
        {"endpoint": "https://127.0.0.1/"},
        {"endpoint": None},
        {"keys": None},
        {"keys": {"p256dh": "x", "auth": NEW["auth"]}},
        {"keys": ["p256dh"]},
    ],
    ids=["elsewhere", "nowhere", "no keys", "no point", "list"],
)
def test_what_no_browser_sends_is_refused(phone, resident, more):
    assert renew(stranger(phone), **more) == 400
    assert in_use(resident) == [f"{ENDPOINT}1"]


def test_a_form_of_another_site_and_a_foreign_cookie_change_nothing(phone, resident):
    browser = stranger(phone)
    form = {"endpoint": f"{ENDPOINT}9", **NEW}
    assert browser.post(RENEWED, form).status_code == 400
    assert browser.post(RENEWED, "[]", content_type="application/json").status_code == 400
    for cookie in ("", "x", signing.dumps("x", salt=SALT)):
        assert way_key_in({"push": cookie}) is None
    assert Client().get(RENEWED).status_code == 404
    assert in_use(resident) == [f"{ENDPOINT}1"]
