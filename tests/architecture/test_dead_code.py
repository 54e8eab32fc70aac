"""Every function of a module is used by the product, not only by its test."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.architecture.site import ROOT

PYTHON = sorted(
    path
    for top in ("louzu", "residents", "governance", "dev")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
)
OTHERS = [*(ROOT / "templates").rglob("*.html"), ROOT / "pyproject.toml", ROOT / "Makefile"]
REGISTERING = re.compile(
    r"@(?:\w+\.)*(?:receiver|register|job|periodic_job|periodic|health_check|measure)\b"
)
"""Decorators by which a function is called without being named."""


def is_registered(function: ast.FunctionDef) -> bool:
    return any(REGISTERING.match(f"@{ast.unparse(one)}") for one in function.decorator_list)


def test_every_function_is_used_by_the_product():
    texts = {path: path.read_text() for path in PYTHON}
    words = Counter(
        word
        for text in (*texts.values(), *(path.read_text() for path in OTHERS))
        for word in re.findall(r"\w+", text)
    )
    unused = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, text in texts.items()
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and words[node.name] < 2 and not is_registered(node)
    ]
    assert unused == []
