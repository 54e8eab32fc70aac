"""There is one way in which an action's refusal reaches a form: ``with refusals_on(form)``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.site import ROOT

FLOORS = ("louzu", "residents", "governance")
ONE_WAY = Path("louzu/lib/forms.py")
REFUSALS = {"Refused", "Stale"}


def by_hand(source: str) -> list[int]:
    """Lines where a refusal is caught and said on a form that the code was given."""
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    return [handler.lineno for handler in handlers if _catches(handler) and _tells(handler)]


def _catches(handler: ast.ExceptHandler) -> bool:
    names = ast.walk(handler.type) if handler.type else ()
    return any(getattr(name, "id", getattr(name, "attr", "")) in REFUSALS for name in names)


def _tells(handler: ast.ExceptHandler) -> bool:
    calls = (node.func for node in ast.walk(handler) if isinstance(node, ast.Call))
    return any(
        isinstance(call, ast.Attribute)
        and call.attr == "add_error"
        and getattr(call.value, "id", "") != "self"  # a form that cleans itself
        for call in calls
    )


@pytest.mark.parametrize("floor", FLOORS)
def test_no_view_says_a_refusal_on_a_form_by_hand(floor):
    paths = [path.relative_to(ROOT) for path in (ROOT / floor).rglob("*.py")]
    assert len(paths) > 20
    found = [
        f"{path}:{line}"
        for path in paths
        if path != ONE_WAY
        for line in by_hand((ROOT / path).read_text())
    ]
    assert found == []


def test_a_refusal_said_by_hand_is_found():
    by_name = "try:\n    act()\nexcept Refused as no:\n    form.add_error(None, str(no))\n"
    by_path = (
        "try:\n    act()\nexcept (errors.Stale, OSError) as no:\n    form.add_error(None, no)\n"
    )
    by_itself = "try:\n    act()\nexcept Refused as no:\n    self.add_error('at', str(no))\n"
    assert [by_hand(source) for source in (by_name, by_path, by_itself)] == [[3], [3], []]
