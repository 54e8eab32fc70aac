"""Fill the demo once per worker, and restore it by COPY and file copies.

Filling it takes four seconds, and every browser test needs it.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from dev.page_urls import building_paths
from tests.browser.shapes import Shapes
from tests.emptying import tables, without_triggers


class Kept:
    """Stored rows and files of the demo, and what a walk through its pages has found."""

    def __init__(self, folder: Path, shapes: Shapes) -> None:
        self.folder = folder
        self.tables: dict[str, bytes] = {}
        self.paths = cache(self._paths)
        self.shapes = shapes

    def take(self, media: Path) -> None:
        with connection.cursor() as cursor:
            for table in tables():
                cursor.execute(f"SELECT FROM {table} LIMIT 1")
                if cursor.rowcount:
                    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as rows:
                        self.tables[table] = b"".join(rows)
        shutil.copytree(media, self.folder)

    def lay_back(self, media: Path) -> None:
        """Restore without triggers, because the rows already contain their results."""
        with transaction.atomic(), connection.cursor() as cursor:
            without_triggers(cursor)
            for table, content in self.tables.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as rows:
                    rows.write(content)
        shutil.copytree(self.folder, media)

    def _paths(self, persona: str) -> list[str]:
        """Return a persona's pages; of the committee's, those that the leader does not find.

        They stay the same, because lay_back() restores the primary keys.
        """
        but = self.paths("leader") if persona == "staff" else ()
        return building_paths(persona, but=but)
