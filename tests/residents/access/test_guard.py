"""The committee's sign-in: a second factor, twelve hours, and a log entry."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from residents.models import DeskSignIn, User
from tests.factories import OfficeFactory
from tests.totp import totp

pytestmark = pytest.mark.django_db
PASSWORD = "secret-enough"
DESK, SECOND = reverse("admin:index"), reverse("second_factor")
SHOW, AGAIN = reverse("mfa_authenticate"), reverse("mfa_reauthenticate")
LOG_IN = reverse("account_login")


@pytest.fixture(autouse=True)
def _asked_for(settings):
    settings.SECOND_FACTOR = True
    cache.clear()


def sign_in(client, user, **more):
    return client.post(LOG_IN, {"login": user.username, "password": PASSWORD, **more})


def set_up(client) -> tuple[str, list[str]]:
    """Set up an authenticator app; return its secret and the recovery codes."""
    app = reverse("mfa_activate_totp")
    client.post(f"{reverse('account_reauthenticate')}?next={app}", {"password": PASSWORD})
    page = client.get(app).content.decode()
    secret = re.search(r"<b>([A-Z2-7 ]+)</b>", page)[1].replace(" ", "")
    done = client.post(app, {"code": totp(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    spare = re.findall(r"<li>(\d{8})</li>", client.get(done.headers["Location"]).content.decode())
    return secret, spare


@pytest.fixture
def with_app(client, staff):
    """Staff with an app, signed out: the secret and the recovery codes."""
    sign_in(client, staff)
    kept = set_up(client)
    client.logout()
    return kept


def test_people_without_a_second_factor_are_redirected_to_set_one_up(client, building, staff):
    sign_in(client, staff)
    for url in (DESK, "/b/114/", reverse("admin:residents_household_changelist")):
        assert client.get(url).headers["Location"].startswith(SECOND), url
    page = client.get(client.get(DESK).headers["Location"])
    assert "再加一道验证" in page.content.decode()
    _secret, spare = set_up(client)
    assert len(spare) == 10
    assert client.get(DESK).status_code == 200
    assert client.get("/b/114/").status_code == 200


def test_spare_codes_are_shown_once(client, staff):
    sign_in(client, staff)
    set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert re.findall(r"<li>(\d{8})</li>", page) == []
    assert "还剩10个" in page


def test_the_password_alone_opens_nothing(client, staff, with_app):
    answer = sign_in(client, staff)
    assert answer.headers["Location"] == SHOW
    assert client.get(DESK).headers["Location"].startswith(reverse("admin:login"))
    assert "_auth_user_id" not in client.session


def test_password_and_code_open_the_desk_where_one_was_going(client, staff, with_app):
    secret, _spare = with_app
    sign_in(client, staff, next=DESK)
    assert client.get(SHOW).status_code == 200
    assert client.post(SHOW, {"code": "000000"}).status_code == 200
    assert client.post(SHOW, {"code": totp(secret)}).headers["Location"] == DESK
    assert client.get(DESK).status_code == 200


def test_a_code_and_a_spare_code_open_once(client, staff, with_app):
    secret, spare = with_app
    for code, how in ((totp(secret), "totp"), (spare[0], "recovery_codes")):
        sign_in(client, staff)
        client.post(SHOW, {"code": code})
        assert client.get(DESK).status_code == 200
        assert staff.desk_sign_ins.latest("pk").how == how
        client.logout()
        sign_in(client, staff)
        client.post(SHOW, {"code": code})
        assert client.get(DESK).status_code == 302, how


def test_no_code_can_be_computed_from_the_database(client, staff, with_app):
    secret, spare = with_app
    kept = str([row.data for row in Authenticator.objects.filter(user=staff)])
    assert secret not in kept
    assert not any(code in kept for code in spare)


def test_residents_are_asked_for_nothing_more(client, building, leader, resident):
    for user in (leader, resident):
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        sign_in(client, user)
        assert client.get("/b/114/").status_code == 200
        client.logout()
    assert DeskSignIn.objects.count() == 0


def test_who_becomes_staff_while_signed_in_shows_it_first(client, building, resident, with_app):
    sign_in(client, resident)
    OfficeFactory(user=resident, staff=True, neighbourhood=building.neighbourhood)
    assert client.get(DESK).headers["Location"].startswith(LOG_IN)
    sign_in(client, resident)
    assert client.get(DESK).headers["Location"].startswith(SECOND)


def test_who_has_just_given_the_password_is_not_asked_for_it_again(client, staff):
    sign_in(client, staff)
    app = client.get(reverse("mfa_activate_totp"))
    assert app.status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=6)):
        later = client.get(reverse("mfa_activate_totp"))
        assert later.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_signing_out_of_the_desk_is_told_where_one_signs_in_again(client, staff, settings):
    settings.SECOND_FACTOR = False
    sign_in(client, staff)
    page = client.post(reverse("admin:logout"), follow=True)
    assert page.redirect_chain == [(f"{LOG_IN}?next={reverse('admin:index')}", 302)]
    assert "您退出登录了。" in page.text
    assert client.get(DESK).status_code == 302


def test_no_second_app_is_added_before_the_first_factor_is_shown(client, staff, with_app):
    """A stolen password and session are not enough to add a factor."""
    client.force_login(staff)
    session = client.session
    session["desk_seen_at"] = int(timezone.now().timestamp())
    session.save()
    assert client.get(client.get(DESK).headers["Location"]).headers["Location"].startswith(AGAIN)
    Authenticator.objects.filter(user=staff, type="totp").update(type="webauthn")
    app = reverse("mfa_activate_totp")
    client.post(f"{reverse('account_reauthenticate')}?next={app}", {"password": PASSWORD})
    for answer in (client.get(app), client.post(app, {"code": "123456"})):
        assert answer.headers["Location"].startswith(SECOND)
    assert not Authenticator.objects.filter(user=staff, type="totp").exists()


def desk_pages():
    for pattern in admin.site.urls[0]:
        for url in getattr(pattern, "url_patterns", [pattern]):
            if url.name and "<" not in str(url.pattern) and url.name != "login":
                yield f"admin:{url.name}"


@pytest.mark.parametrize("name", sorted(set(desk_pages())))
def test_no_page_of_the_desk_opens_without_it(client, staff, name):
    sign_in(client, staff)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(SECOND)


def test_djangos_own_sign_in_is_closed(client, staff, resident):
    log_in = reverse("admin:login")
    sent = {"username": staff.username, "password": PASSWORD}
    assert client.post(log_in, sent).headers["Location"].startswith(LOG_IN)
    assert "_auth_user_id" not in client.session
    client.force_login(resident)
    assert client.get(f"{log_in}?next={DESK}").status_code == 403


@pytest.mark.parametrize(("away", "stays"), [(11, True), (13, False)])
def test_a_session_ends_after_twelve_idle_hours(client, settings, building, staff, away, stays):
    settings.SECOND_FACTOR = False
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        sign_in(client, staff)
        for _visit in range(3):
            clock.shift(dt.timedelta(hours=away))
            opened = client.get("/b/114/notices/").status_code == 200
            assert opened is stays
            assert ("_auth_user_id" in client.session) is stays
            if not stays:
                sign_in(client, staff)


def test_residents_stay_signed_in(client, building, leader):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, leader)
        clock.shift(dt.timedelta(days=30))
        assert client.get("/b/114/").status_code == 200


def test_watching_writes_once_in_ten_minutes(client, settings, building, staff):
    settings.SECOND_FACTOR = False
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, staff)
        for minutes, writes in ((9, 0), (2, 1), (9, 0)):
            clock.shift(dt.timedelta(minutes=minutes))
            with CaptureQueriesContext(connection) as seen:
                client.get("/b/114/notices/")
            texts = [q["sql"] for q in seen if "django_session" in q["sql"]]
            assert sum(sql.startswith("UPDATE") for sql in texts) == writes, minutes


def test_each_sign_in_is_on_record_for_the_own_committee(
    client, building, staff, foreign_staff, with_app
):
    sign_in(client, staff)
    client.post(SHOW, {"code": totp(with_app[0], steps=1)})
    DeskSignIn.objects.create(user=foreign_staff, how="alone")
    page = client.get(reverse("admin:residents_desksignin_changelist"))
    found = [(row.user, row.how) for row in page.context["cl"].result_list]
    assert found == [(staff, "totp"), (staff, "alone")]
    row = reverse("admin:residents_desksignin_change", args=[staff.desk_sign_ins.first().pk])
    assert client.post(row, {"how": "totp"}).status_code == 403


def test_sign_ins_of_more_than_a_year_ago_are_forgotten(staff, capsys):
    for days in (364, 366):
        at = timezone.now() - dt.timedelta(days=days)
        DeskSignIn.objects.create(user=staff, how="totp", at=at)
    call_command("tidy")
    assert DeskSignIn.objects.count() == 1


def test_a_lost_phone_is_taken_away_by_the_keeper(client, staff, with_app, capsys):
    call_command("reset_second_factor", staff.username)
    sign_in(client, staff)
    assert client.get(DESK).headers["Location"].startswith(SECOND)
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("reset_second_factor", "nobody")


def test_the_first_keeper_begins_the_same_way(client):
    keeper = User.objects.create_superuser("keeper", password=PASSWORD, shown_name="管理员")
    sign_in(client, keeper)
    set_up(client)
    assert client.get(DESK).status_code == 200


def test_the_demo_asks_for_none(client, settings, staff):
    settings.SECOND_FACTOR = False
    sign_in(client, staff)
    assert client.get(DESK).status_code == 200
