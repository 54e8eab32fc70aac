"""The diagrams of lifecycles match the code."""

from __future__ import annotations

from importlib import import_module

from louzu.lib.lifecycle import Lifecycle
from tests.architecture.site import ROOT


def drawn() -> str:
    parts = [
        "# Lifecycles",
        "Drawn from the tables in `governance/*/lifecycle.py`; a test keeps them true.",
    ]
    for file in sorted(ROOT.glob("governance/*/lifecycle.py")):
        module = import_module(f"governance.{file.parent.name}.lifecycle")
        for name, table in sorted(vars(module).items()):
            if isinstance(table, Lifecycle):
                states = ", ".join(f"`{s.value}` {s.label}" for s in table.states)
                title = f"## {file.parent.name}: {name.title()}"
                parts += [title, states, f"```mermaid\n{table.as_mermaid()}\n```"]
    return "\n\n".join(parts) + "\n"


def test_the_drawn_lifecycles_are_current():
    assert (ROOT / "docs/lifecycles.md").read_text() == drawn()
