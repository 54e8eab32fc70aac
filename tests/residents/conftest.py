from __future__ import annotations

import pytest

from tests.factories import OfficeFactory, UserFactory


@pytest.fixture
def clerk(building):
    """A member of the committee."""
    user = UserFactory(shown_name="林老师")
    OfficeFactory(user=user, kind="staff", building=None, neighbourhood=building.neighbourhood)
    return user
