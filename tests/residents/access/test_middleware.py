"""Size and language of the text: the cookie of the device first, then the account, then the plain ones."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from residents.access.middleware import LANGUAGE_COOKIE, TEXT_COOKIE, Preferences, preferences_of
from residents.models import User

OWN = User(text_size="largest", language="en")


class Unread:
    """A user whom nobody may ask for: that would cost a query."""

    def __get__(self, *_args):
        raise AssertionError


@pytest.mark.parametrize(
    ("cookies", "user", "found"),
    [
        ({}, OWN, ("largest", "en")),
        ({}, AnonymousUser(), ("normal", "zh-hans")),
        ({TEXT_COOKIE: "large"}, OWN, ("large", "en")),
        ({LANGUAGE_COOKIE: "zh-hant"}, OWN, ("largest", "zh-hant")),
        ({TEXT_COOKIE: "huge", LANGUAGE_COOKIE: "fr"}, AnonymousUser(), ("normal", "zh-hans")),
    ],
)
def test_the_device_decides_before_the_account(rf, cookies, user, found):
    request = rf.get("/")
    request.COOKIES, request.user = cookies, user
    assert preferences_of(request) == Preferences(*found)


def test_a_device_that_says_both_needs_no_account(rf):
    request = rf.get("/")
    request.COOKIES = {TEXT_COOKIE: "large", LANGUAGE_COOKIE: "en"}
    type(request).user = Unread()
    try:
        assert preferences_of(request) == Preferences("large", "en")
    finally:
        del type(request).user
