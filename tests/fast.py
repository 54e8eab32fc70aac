"""What ``make test-fast`` leaves out: browsers, servers, the demo, walks, tests that commit, and hypothesis.

A new test is left out by its folder and by its fixtures. A test in ``tests/architecture`` that needs the
database is a walk. Elsewhere, a test that walks pages or takes seconds carries the marker ``slow``.
"""

from __future__ import annotations

import pytest
from hypothesis import is_hypothesis_test

FOLDERS = {"browser", "demo", "server"}
"""Folders of tests that start a browser or a server, or fill a building with the demo."""
WALKS = "architecture"


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", help="leave out what takes long")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--fast"):
        slow = [item for item in items if is_slow(item)]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not is_slow(item)]


def is_slow(item: pytest.Item) -> bool:
    folders = item.path.parts
    return (
        not FOLDERS.isdisjoint(folders)
        or item.get_closest_marker("slow") is not None
        or commits(item)
        or (WALKS in folders and needs_database(item))
        or is_hypothesis_test(getattr(item, "obj", None))
    )


def needs_database(item) -> bool:
    return "db" in item.fixturenames or item.get_closest_marker("django_db") is not None


def commits(item) -> bool:
    asked = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(
        asked and asked.kwargs.get("transaction")
    )
