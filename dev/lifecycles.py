"""``python -m dev.lifecycles``: draw docs/lifecycles.md from the tables in ``governance/*/lifecycle.py``.

A test fails while the page is out of date.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

from louzu.lib.lifecycle import Lifecycle

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "lifecycles.md"
INTRODUCTION = """Drawn by `python -m dev.lifecycles` from the tables in `governance/*/lifecycle.py`.
A test keeps them true."""


def drawn() -> str:
    """The whole page, with a diagram for each lifecycle."""
    parts = [
        "# Lifecycles",
        INTRODUCTION,
    ]
    for file in sorted(ROOT.glob("governance/*/lifecycle.py")):
        module = import_module(f"governance.{file.parent.name}.lifecycle")
        for name, table in sorted(vars(module).items()):
            if isinstance(table, Lifecycle):
                states = ", ".join(f"`{s.value}` {s.label}" for s in table.states)
                title = f"## {file.parent.name}: {name.title()}"
                parts += [title, states, f"```mermaid\n{table.as_mermaid()}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.write_text(drawn())
