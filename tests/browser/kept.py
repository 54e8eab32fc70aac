"""Look for the pages of the demo once in a run.

That takes a minute of one core, and each worker of pytest-xdist would need it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from dev.page_urls import building_paths
from tests.browser.shapes import Shapes
from tests.kept_demo import KeptDemo


class Kept(KeptDemo):
    """The stored demo, and what a walk through its pages has found."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.paths = cache(self._paths)
        self.shapes = Shapes(folder / "shapes")

    def _paths(self, persona: str) -> list[str]:
        """Return a persona's pages; of the committee's, those that the leader does not find.

        They stay the same, because all workers restore the same primary keys.
        """
        but = self.paths("leader") if persona == "staff" else ()
        found = self._folder / f"{persona}.json"
        with self.alone(persona):
            if not found.exists():
                found.write_text(json.dumps(building_paths(persona, but=but)))
        return json.loads(found.read_text())
