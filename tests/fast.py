"""What ``make test-fast`` leaves out: browsers, walks, tests that commit, and searches for examples.

A new test falls out by where it stands and by what it asks for. A test in ``tests/architecture`` that
needs the database is a walk.
"""

from __future__ import annotations

import pytest
from hypothesis import is_hypothesis_test

WALKS, BROWSERS = "architecture", "browser"


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
        BROWSERS in folders
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
