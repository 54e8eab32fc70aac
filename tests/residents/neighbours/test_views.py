from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.urls import reverse

from louzu.lib.phone_numbers import mobile_number
from residents.signin.adapters import AccountAdapter
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def sign_in(client, name, password="secret-enough"):  # noqa: S107 -- the password of the factory
    return client.post(reverse("account_login"), {"login": name, "password": password})


@pytest.mark.parametrize(
    "typed", ["wang", "WANG", "13800138000", "+86 138-0013 8000", "１３８００１３８０００"]
)
def test_one_signs_in_by_name_or_phone(client, typed):
    UserFactory(username="wang", phone="13800138000")
    assert sign_in(client, typed).status_code == 302
    assert "_auth_user_id" in client.session


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    UserFactory(username="wang")
    wrong, unknown = (sign_in(client, name, "no") for name in ("wang", "nobody"))
    texts = [list(r.context["form"].non_field_errors()) for r in (wrong, unknown)]
    assert texts[0] == texts[1]
    assert texts[0]


def test_guessing_passwords_is_stopped(client):
    UserFactory(username="wang")
    answers = [sign_in(client, "wang", f"guess{n}") for n in range(12)]
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "wang").status_code != 302
    assert {r.status_code for r in answers} <= {200, 429}


SPELLINGS = ("ſtaff", "STAFF", "ｓｔａｆｆ", " staff ", "staﬀ")


def test_guesses_are_counted_by_the_account_however_it_is_spelled(client):
    UserFactory(username="staff")
    for spelling in SPELLINGS:
        sign_in(client, spelling, "guess")
    assert "试得太多了" in sign_in(client, "staff").content.decode()


NUMBERS = (
    "13800138000",
    "138-0013 8000",
    "１３８００１３８０００",
    "+86 13800138000",
    "8613800138000",
)


def test_guesses_are_counted_by_the_account_however_the_number_is_written(client):
    UserFactory(username="wang", phone="13800138000")
    for spelling in NUMBERS:
        sign_in(client, spelling, "guess")
    for known_as in ("13800138000", "wang"):
        assert "试得太多了" in sign_in(client, known_as).content.decode()


@pytest.mark.parametrize(
    "typed",
    ["x13800138000x", "a13800138000", "13800138000号", "1380013800", "+1 13800138000", "٠" * 11],
)
def test_what_is_more_than_a_number_is_none(client, typed):
    UserFactory(username="wang", phone="13800138000")
    assert mobile_number(typed) == ""
    assert sign_in(client, typed).status_code == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preferences_lead_nowhere_else(client, back):
    response = client.post(reverse("preferences"), {"text_size": "large", "next": back})
    assert response.headers["Location"] == "/"


def test_large_type_is_kept_on_the_device_and_for_the_person(enter, resident, client):
    enter("resident").post(reverse("preferences"), {"text_size": "large", "next": "/"})
    resident.refresh_from_db()
    assert (resident.text_size, client.cookies["text"].value) == ("large", "large")


def test_nonsense_in_preferences_changes_nothing(client):
    response = client.post(reverse("preferences"), {"text_size": "x", "language": "tlh"})
    assert (response.cookies["text"].value, response.cookies["language"].value) == (
        "normal",
        "zh-hans",
    )


@pytest.mark.parametrize(
    ("persona", "place"), [("resident", "/b/114/"), ("neighbour", "/b/115/"), ("leader", "/b/114/")]
)
def test_the_front_door_leads_home(enter, building, persona, place):
    assert enter(persona).get("/").headers["Location"] == place


def test_my_page_is_for_members(enter, building):
    who = {"resident": 200, "staff": 200, "neighbour": 404, "visitor": 302}
    assert {p: enter(p).get(reverse("me", args=["114"])).status_code for p in who} == who


def test_a_visitor_is_told_what_this_is_and_which_buildings_are_open(client, building, next_door):
    next_door.public_page = True
    next_door.save()
    page = client.get("/").content.decode()
    assert (str(next_door) in page, str(building) in page) == (True, False)


def test_who_belongs_to_several_buildings_chooses(enter, building, next_door, staff):
    page = enter("staff").get("/").content.decode()
    assert (str(building) in page, str(next_door) in page) == (True, True)


def test_nobody_signs_up_by_themselves(client):
    assert not AccountAdapter().is_open_for_signup(client)
    assert client.get("/account/signup/").status_code == 404


# signing out


def test_a_device_lets_go_of_the_pages_it_keeps_and_is_on_the_list_no_longer(client, resident):
    sign_in(client, resident.username)
    assert UserSession.objects.filter(user=resident).count() == 1
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert UserSession.objects.count() == 0


def test_leaving_a_shared_device_is_a_choice_and_keeps_what_others_entered(client, resident):
    client.force_login(resident)
    page = client.get(reverse("account_logout")).content.decode()
    assert 'name="shared"' in page
    assert "checked" not in page
    answer = client.post(reverse("account_logout"), {"shared": "1"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # others' unsent entries stay


def test_no_stored_pages_are_left_after_signing_out_or_a_long_absence(
    client, settings, building, resident, staff
):
    client.force_login(resident)
    answer = client.post(reverse("mine:forget"), {"sure": "on", "once": "k"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    settings.SECOND_FACTOR = True
    client.force_login(staff)  # no last activity counts as idle
    assert client.get("/b/114/").headers["Clear-Site-Data"] == '"cache"'


def test_other_answers_clear_nothing(client, resident):
    client.force_login(resident)
    assert "Clear-Site-Data" not in client.get(reverse("keys")).headers
