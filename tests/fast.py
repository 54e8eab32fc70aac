"""What ``make test-fast`` leaves out: browsers, servers, the demo, walks, tests that commit, and hypothesis.

A new test is left out by its folder and by its fixtures. A test in ``tests/architecture`` that needs the
database is a walk. Elsewhere, a test that walks pages or takes seconds carries the marker ``slow``. Tests
that request pages or start the process that reads a file (marker ``reader``), more than half of the time
of all others, run only for packages that differ from main.
"""

from __future__ import annotations

import subprocess
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

FOLDERS = {"browser", "demo", "server"}
"""Folders of tests that start a browser or a server, or fill a building with the demo."""
WALKS = "architecture"
ROOT = Path(__file__).parents[1]


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", help="leave out what takes long")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--fast"):
        changed = changed_packages()
        slow = {item for item in items if is_slow(item) or is_costly_and_unchanged(item, changed)}
        config.hook.pytest_deselected(items=list(slow))
        items[:] = [item for item in items if item not in slow]


def changed_packages(root: Path = ROOT) -> set[str] | None:
    """Return names such as "notices" and "roster" of packages that differ from main, or None without
    git."""
    try:
        base = _git(root, "merge-base", "HEAD", "main")
        files = [
            *_git(root, "diff", "--name-only", *base),
            *_git(root, "ls-files", "--others", "--exclude-standard"),
        ]
    except (OSError, subprocess.CalledProcessError):
        return None
    return {package for file in files for package in packages_of(Path(file))}


def packages_of(file: Path) -> set[str]:
    """Return the package of a module, a template or a test: "notices" of governance/notices/forms.py."""
    parts = file.parts[1:] if file.parts[0] == "tests" else file.parts
    return {Path(parts[1]).stem.removeprefix("test_")} if len(parts) > 1 else set()


def _git(root: Path, *command: str) -> list[str]:
    done = subprocess.run(
        ["git", *command], cwd=root, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout.split("\n")[:-1]


def is_costly_and_unchanged(item: pytest.Item, changed: AbstractSet[str] | None) -> bool:
    """Return whether the test requests pages, or starts a reader, of a package not in ``changed``."""
    requests = "client" in getattr(item, "fixturenames", ())
    if changed is None or not (requests or item.get_closest_marker("reader")):
        return False
    return packages_of(item.path.relative_to(ROOT)).isdisjoint(changed)


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
