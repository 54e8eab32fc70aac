"""The tests' folders mirror the code: tests/a/b/test_c.py tests a/b/c.py."""

from __future__ import annotations

import re

import pytest

from tests.architecture.site import ROOT

OTHERWISE = {"architecture", "browser", "factories"}
TESTS = [p for p in ROOT.glob("tests/**/test_*.py") if not OTHERWISE & set(p.parts)]


@pytest.mark.parametrize("test", TESTS, ids=str)
def test_every_test_mirrors_a_module(test):
    folder = ROOT / test.parent.relative_to(ROOT / "tests")
    name = test.stem.removeprefix("test_")
    places = (
        folder / f"{name}.py",
        folder / name,
        folder / "models" / f"{name}.py",
        folder / "management/commands" / f"{name}.py",
    )
    assert any(place.exists() for place in places) or [*folder.glob(f"*/{name}.py")]


def test_no_test_imports_from_a_module_of_tests():
    """What several modules of tests need stands in a module of its own, or in the factories."""
    importing = re.compile(r"^\s*from tests\.[\w.]*\btest_\w+ import", re.MULTILINE)
    found = [path for path in ROOT.glob("tests/**/*.py") if importing.search(path.read_text())]
    assert found == []
