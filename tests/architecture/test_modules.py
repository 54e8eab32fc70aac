"""Modules and functions are short, and a class name means one thing (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.site import ROOT

PRODUCT = ("louzu", "residents", "governance")
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
"""Without its signature and docstring."""
SAME_CONCEPT = {
    "Attachment": "a photo or PDF that belongs to an object of the room",
    "Command": "the name that Django looks for in a management command",
    "Support": "somebody supports what a neighbour proposes: an article, or a thread",
}
"""Class names that stand in several modules, because they mean the same in each."""


def modules(*roots: str) -> Iterator[tuple[Path, str]]:
    for root in roots:
        for path in sorted((ROOT / root).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), path.read_text()


def test_a_file_has_at_most_300_lines():
    too_long = [
        f"{path} has {lines} lines, at most {MOST_LINES} are allowed: divide it by noun."
        for path, text in modules(*PRODUCT, "dev")
        if (lines := len(text.splitlines())) > MOST_LINES
    ]
    assert too_long == []


def test_a_function_has_at_most_40_lines():
    too_long = [
        f"{path}: {function.name} has {lines} lines, at most {MOST_LINES_OF_A_FUNCTION} are allowed."
        for path, text in modules(*PRODUCT, "dev")
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        and (lines := lines_of(function)) > MOST_LINES_OF_A_FUNCTION
    ]
    assert too_long == []


def lines_of(function: ast.FunctionDef) -> int:
    first, *others = function.body
    has_docstring = ast.get_docstring(function) is not None
    if has_docstring and not others:
        return 0
    begin = others[0] if has_docstring else first
    return (function.end_lineno or 0) - begin.lineno + 1


def test_a_class_name_stands_in_one_module():
    places = defaultdict(list)
    for path, text in modules(*PRODUCT):
        for statement in ast.parse(text).body:
            if isinstance(statement, ast.ClassDef):
                places[statement.name].append(str(path))
    several = {name: paths for name, paths in places.items() if len(paths) > 1}
    unclear = [
        f"{name} stands in {' and '.join(paths)}: give each meaning its own name."
        for name, paths in several.items()
        if name not in SAME_CONCEPT
    ]
    assert unclear == []
    assert sorted(SAME_CONCEPT.keys() - several) == [], "These stand in one module only."
