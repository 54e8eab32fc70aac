"""A world that a module's tests share: building it for each of them took longer than they do."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.architecture.cast import Cast, make_cast, rolled_back
from tests.conftest import take_portal_role


@pytest.fixture(autouse=True)
def _fresh_places(request, settings, tmp_path):
    """As in every test; but the uploads of a shared world stay where they are."""
    caches["pages"].clear()
    if "cast" not in request.fixturenames:
        settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def cast(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Cast]:
    """One for a whole module, which is marked ``django_db``: each of its tests is undone after it."""
    assert request.node.get_closest_marker("django_db")
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    logging.disable(logging.WARNING)  # thousands of refusals, each with its traceback
    with django_db_blocker.unblock(), media, rolled_back():
        made = make_cast()
        take_portal_role()
        yield made
    logging.disable(logging.NOTSET)
