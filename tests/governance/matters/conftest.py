"""All tests of the room act with the rights of the portal's role, as people do."""

from __future__ import annotations

import pytest

from tests.conftest import take_portal_role


@pytest.fixture(autouse=True)
def _portal_role(request, rights_of_portal_role):
    """The owner of the tables, as whom tests run otherwise, may also do what the portal may not."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        take_portal_role()
