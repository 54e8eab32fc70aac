"""Redirects after a form stay on this site, whatever ``next`` and Referer contain."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.architecture.site import OUTSIDE, PLAIN

BAD = (
    "foo",
    "foo.bar",
    "front",
    "http:foo",
    "http://[",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "http://testserver//evil.example/",
    "javascript:alert(1)",
    "\x00",
    "x" * 5000,
    "１",
)
pytestmark = pytest.mark.django_db
HOMES = {"/", "/b/114/"}
WORST = ("foo", "http://[")
SECRET = "secret-enough"


@pytest.fixture(autouse=True)
def _no_rates():
    cache.clear()


def stays_here(response) -> bool:
    led = response.headers.get("Location", "/")
    host = urlsplit(led).netloc
    return response.status_code < 500 and host in {"", "testserver"} and not led.startswith("//")


@pytest.mark.parametrize("persona", ["visitor", "resident"])
def test_next_never_fails_nor_leads_away(enter, building, persona):
    """GET and POST at every URL outside buildings."""
    for bad in WORST:
        client = enter(persona)
        for address in OUTSIDE:
            url = reverse(address.name, kwargs={name: PLAIN[name] for name in address.parameters})
            assert stays_here(client.get(url, {"next": bad})), (url, bad)
            assert stays_here(client.post(url, {"next": bad})), (url, bad)


def signs_in(client, user, bad):
    return client.post(
        reverse("account_login"), {"login": user.username, "password": SECRET, "next": bad}
    )


def signs_out(client, user, bad):
    client.force_login(user)
    return client.post(reverse("account_logout"), {"next": bad})


def shows_the_password_again(client, user, bad):
    client.force_login(user)
    return client.post(reverse("account_reauthenticate"), {"password": SECRET, "next": bad})


def chooses_large_type(client, _user, bad):
    return client.post(reverse("preferences"), {"text_size": "large", "next": bad})


@pytest.mark.parametrize("act", [signs_in, signs_out, shows_the_password_again, chooses_large_type])
def test_what_succeeded_leads_home_where_next_is_bad(client, resident, act):
    for bad in BAD:
        cache.clear()
        response = act(client, resident, bad)
        led = response.headers["Location"]
        assert (response.status_code, led in HOMES) == (302, True), (bad, led)


def test_a_refusal_leads_home_where_the_referer_is_bad(enter, building, staff):
    client = enter("staff")
    for bad in ("http://testserver", *(b for b in BAD if b.isascii() and b.isprintable())):
        response = client.post(reverse("leave", args=["114"]), headers={"referer": bad})
        assert response.headers["Location"] == building.get_absolute_url(), bad
