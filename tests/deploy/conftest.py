from __future__ import annotations

import pytest

from tests.deploy import portal as behind


@pytest.fixture(scope="session")
def portal():
    """The port of the portal, without a proxy."""
    with behind.running_portal() as port:
        yield port
