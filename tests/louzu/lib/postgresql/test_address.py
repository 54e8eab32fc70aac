from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.postgresql.address import database_address


@pytest.mark.parametrize(
    "url",
    [
        "postgres://app:ge@heim@127.0.0.1:5432/louzu",
        "postgres://app:ge/heim@127.0.0.1/louzu",
        "postgres://app@x:heim@127.0.0.1/louzu",
        "postgres://app:@heim@127.0.0.1/louzu",
    ],
)
def test_a_sign_that_ends_a_password_too_early_is_told(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        database_address({"A": url}, "A")
    assert str(refusal.value) == (
        "A has an @ after the password: in a password, write %40 for @ and %2F for /."
    )


def test_a_password_in_place_of_a_port_is_not_repeated():
    with pytest.raises(ImproperlyConfigured, match=r"^A must be like postgres://"):
        database_address({"A": "postgres://app:heim"}, "A")
