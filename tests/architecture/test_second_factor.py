"""With only a password, the committee is sent to the second factor from every URL."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.architecture.requests import PUBLIC_PAGES
from tests.architecture.site import OUTSIDE, PLAIN

BY_PASSWORD_ALONE = {
    "second_factor": "leads to it",
    "account_reauthenticate": "who sets up the first shows the password here",
    "mfa_reauthenticate": "it is shown here",
    "mfa_reauthenticate_webauthn": "it is shown here",
}
TO_SET_UP_THE_FIRST = {"mfa_activate_totp", "passkey_add"}


@pytest.fixture
def by_password(client, settings, building, staff):
    cache.clear()
    settings.SECOND_FACTOR = True
    sent = {"login": staff.username, "password": "secret-enough"}
    client.post(reverse("account_login"), sent)
    return client


def led_back(client, address) -> bool:
    url = reverse(address.name, kwargs={name: PLAIN[name] for name in address.parameters})
    answers = [client.get(url), client.post(url, {"once": address.name})]
    return all(
        a.status_code == 302 and a.headers["Location"].startswith(reverse("second_factor"))
        for a in answers
    )


def test_an_address_of_no_building_is_listed_or_turns_back(by_password):
    walked = [a for a in OUTSIDE if a.name not in PUBLIC_PAGES]
    assert len(walked) > 20
    opened = {a.name for a in walked if not led_back(by_password, a)}
    assert opened == {*BY_PASSWORD_ALONE, *TO_SET_UP_THE_FIRST}


def test_a_factor_of_ones_own_is_added_only_by_who_has_shown_one(by_password, staff):
    """A stolen password and session are not enough to add a factor."""
    staff.authenticator_set.create(type="totp", data={"secret": "x"})
    walked = [a for a in OUTSIDE if a.name in TO_SET_UP_THE_FIRST]
    assert all(led_back(by_password, a) for a in walked)
