"""What the desk reads of a request: the page, and whose neighbourhoods are meant."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from residents.desk.requests import neighbourhoods_in_scope, page_number
from residents.models import User


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("0", 1),
        ("-1", 1),
        ("", 1),
        ("x", 1),
        ("²", 1),
        ("٣", 1),
        ("99999", 99999),
        ("999999", 1),
    ],
)
def test_a_page_that_is_no_number_is_the_first(rf, typed, number):
    assert page_number(rf.get("/", {"w": typed}), "w") == number
    assert page_number(rf.get("/"), "w") == 1


def test_a_keeper_sees_all_neighbourhoods_and_a_stranger_none(rf):
    request = rf.get("/")
    for user, scope in ((User(is_superuser=True), None), (AnonymousUser(), [])):
        request.user = user
        assert neighbourhoods_in_scope(request) == scope
    request.user = User()
    request.user.neighbourhoods_served = [3]
    assert neighbourhoods_in_scope(request) == [3]
