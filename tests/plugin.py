"""Starts a throw-away PostgreSQL for the tests, unless LOUZU_DATABASE_URL names another one.

Loaded before Django's settings are read; the workers of pytest-xdist inherit the address.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from louzu.postgres import Server

_server: Server | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests():
    global _server  # noqa: PLW0603 -- one for the whole run
    if "LOUZU_DATABASE_URL" not in os.environ:
        _server = Server(Path(tempfile.mkdtemp(prefix="louzu-tests-")), throwaway=True)
        _server.start()
        os.environ["LOUZU_DATABASE_URL"] = _server.url


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    if _server:
        _server.stop()
