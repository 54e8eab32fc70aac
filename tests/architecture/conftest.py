"""Fixtures shared by the tests of a module, because creating them takes longer than the tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import caches

from tests.architecture.cast import Cast, cast_of_module
from tests.conftest import take_portal_role


@pytest.fixture(autouse=True)
def _fresh_places(request, settings, tmp_path):
    caches["pages"].clear()
    if "cast" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def cast(request, rights_of_portal_role, django_db_blocker, tmp_path_factory) -> Iterator[Cast]:
    """Create the personas once for a module marked ``django_db``. Each of its tests is rolled back."""
    logging.disable(logging.WARNING)  # thousands of refusals, each with its traceback
    with cast_of_module(request, django_db_blocker, tmp_path_factory) as made:
        take_portal_role()
        yield made
    logging.disable(logging.NOTSET)
