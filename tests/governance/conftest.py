"""Personas for tests of queries, because creating them takes longer than the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.architecture.cast import Cast, cast_of_module


@pytest.fixture(scope="module")
def cast(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Cast]:
    """Create the personas once for a module marked ``django_db``. Each of its tests is rolled back."""
    with cast_of_module(request, django_db_blocker, tmp_path_factory) as made:
        yield made
