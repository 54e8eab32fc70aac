from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from residents.signin import Adapter
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def sign_in(client, name, password="secret-enough"):  # noqa: S107 -- the factory's
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
    told = [list(r.context["form"].non_field_errors()) for r in (wrong, unknown)]
    assert told[0] == told[1]
    assert told[0]


def test_guessing_passwords_is_stopped(client):
    UserFactory(username="wang")
    answers = [sign_in(client, "wang", f"guess{n}") for n in range(12)]
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "wang").status_code != 302
    assert {r.status_code for r in answers} <= {200, 429}


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
    assert not Adapter().is_open_for_signup(client)
    assert client.get("/account/signup/").status_code == 404
