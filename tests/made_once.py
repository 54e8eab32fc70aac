"""Data that the tests of a module share, because making them takes longer than the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.architecture.cast import rolled_back


def made_once(make: Callable[[], Any]) -> Any:
    """Return a fixture with what ``make`` returns, for a module marked ``django_db``.

    Each test is rolled back to it. A test that changes an object must read its own copy, because
    only the database is rolled back.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), rolled_back():
            yield make()

    return made
