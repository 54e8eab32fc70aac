"""Personas for tests of queries, because creating them takes longer than the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.architecture.cast import Cast, make_cast, rolled_back


@pytest.fixture(scope="module")
def cast(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Cast]:
    """Create the personas once for a module marked ``django_db``. Each of its tests is rolled back."""
    assert request.node.get_closest_marker("django_db")
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, rolled_back():
        yield make_cast()


@pytest.fixture(scope="module")
def once(cast, django_db_blocker):
    """``once(make)`` runs ``make`` for a fixture of the module, which may use the database."""

    def run(make):
        with django_db_blocker.unblock():
            return make()

    return run
