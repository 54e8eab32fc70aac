"""Attempts are counted before they are checked, and forgiven to those who mean well."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from residents.signin import limits
from residents.signin.limits import count_attempt, count_code_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _low_limits(monkeypatch):
    cache.clear()
    for name, rate in (("code_from_address", "2/h/ip"), ("code_in_building", "3/h/key")):
        monkeypatch.setitem(limits.RATES, name, rate)


def attempt(rf, number: int = 0, slug: str = "g1"):
    return count_code_attempt(rf.post("/", REMOTE_ADDR=f"10.0.{number}.1"), slug)


def test_an_attempt_that_was_right_is_taken_back_from_its_address(rf):
    first, second = attempt(rf), attempt(rf)
    assert attempt(rf) is None
    second.forgive()
    assert attempt(rf)
    assert attempt(rf) is None
    assert first


def test_an_attempt_that_was_right_is_taken_back_from_its_building(rf):
    right = [attempt(rf, number) for number in range(3)][-1]
    assert (attempt(rf, 3), bool(attempt(rf, 4, slug="g2"))) == (None, True)
    right.forgive()
    assert attempt(rf, 5)
    assert attempt(rf, 6) is None


def test_each_number_and_each_person_has_a_count_of_its_own(rf):
    request = rf.post("/")
    codes = [count_attempt(request, "number_to_phone", key="13800138000") for _n in range(4)]
    assert [bool(one) for one in codes] == [True] * 3 + [False]
    assert count_attempt(request, "number_to_phone", key="13900139000")
    assert count_attempt(request, "number_by_person", key="13800138000")
