"""Names that CONTRIBUTING fixes, so that a search finds all of a kind."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PRODUCT = ("louzu", "residents", "governance")
ROWS = re.compile(r"\b(list|QuerySet|Page|Iterator|dict)\[|QuerySet$")
OF_A_BUILDING = re.compile(r"_(in|for|by)(_|$)")
"""``past_meetings_in``, ``canvasses_waiting_for``, ``notices_readable_by``."""
LIMIT = re.compile(r"^_?(MOST|LONGEST|LARGEST|BIGGEST|HIGHEST)_")
NO_LIMIT = {"MOST_OWNERS": "the majority of owners that the law asks for"}


def modules() -> list[Path]:
    return [
        path
        for root in PRODUCT
        for path in Path(root).rglob("*.py")
        if "migrations" not in path.parts
    ]


def misnamed_queries(text: str) -> list[str]:
    """Return public functions that take a building first, return rows, and do not say for whom."""
    return [
        function.name
        for function in ast.parse(text).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith(("_", "count_"))
        and function.args.args
        and function.args.args[0].annotation is not None
        and ast.unparse(function.args.args[0].annotation) == "Building"
        and function.returns is not None
        and ROWS.search(ast.unparse(function.returns))
        and not OF_A_BUILDING.search(function.name)
    ]


def misnamed_limits(text: str) -> list[str]:
    """Return names that are given a value here and are limits without ``MAX_``."""
    return [
        node.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
        and LIMIT.search(node.id)
        and node.id not in NO_LIMIT
    ]


def test_rows_of_a_building_are_named_by_their_place_or_reader():
    queries = [path for path in modules() if path.stem == "queries" or "queries" in path.parts]
    assert len(queries) > 50
    found = {str(path): misnamed_queries(path.read_text()) for path in queries}
    assert {path: names for path, names in found.items() if names} == {}


def test_limits_are_called_max():
    found = {str(path): misnamed_limits(path.read_text()) for path in modules()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def slips_of(building: Building) -> Page[Slip]: ...", ["slips_of"]),
        ("def late_tasks(building: Building) -> list[Task]: ...", ["late_tasks"]),
        ("def late_tasks_in(building: Building) -> list[Task]: ...", []),
        ("def errands_for(building: Building, user: User) -> list[Task]: ...", []),
        ("def next_change_at(building: Building) -> datetime | None: ...", []),
        ("def versions_of(notice: Notice) -> list[Version]: ...", []),
    ],
)
def test_queries_are_judged_by_argument_and_result(text, found):
    assert misnamed_queries(text) == found


def test_a_limit_by_another_name_is_found():
    assert misnamed_limits("MOST_ROWS = 3\nMAX_ROWS = 3\nMOST_OWNERS = 2") == ["MOST_ROWS"]
