"""Fill the demo once in a run, and restore it by COPY and file copies.

Filling it takes ten seconds. Every browser test and every module about the demo needs it.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from governance.demo.actions import build_demo
from tests.emptying import tables, with_triggers, without_triggers

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"
ADVANCE = """
SELECT setval(format('%%I', sequencename)::regclass, greatest(last_value, %s)) FROM pg_sequences
WHERE schemaname = current_schema() AND sequencename = %s
"""


def folder_of_all_workers(base: Path) -> Path:
    """Return a folder that the workers of pytest-xdist share. ``base`` is that of this one."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


class KeptDemo:
    """Stored rows and files of the demo.

    All workers share ``folder``. The first that needs something makes it, and others wait.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._rows, self._media = folder / "rows", folder / "media"
        self._tables: dict[str, bytes] = {}

    def fill(self, media: Path) -> None:
        """Fill the empty database and ``media`` with the demo."""
        with self.alone("demo"):
            if not self._rows.exists():
                build_demo()
                self._take(media)
                return
        if not self._tables:
            self._tables, numbers = pickle.loads(self._rows.read_bytes())  # noqa: S301 -- our own
            self._advance(numbers)
        self._lay_back(media)

    def _take(self, media: Path) -> None:
        found = {}
        with connection.cursor() as cursor:
            for table in tables():
                cursor.execute(f"SELECT FROM {table} LIMIT 1")
                if cursor.rowcount:
                    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as rows:
                        found[table] = b"".join(rows)
            cursor.execute(SEQUENCES)
            numbers = {name: last for name, last in cursor.fetchall() if last}
        shutil.copytree(media, self._media)
        self._rows.write_bytes(pickle.dumps((found, numbers)))

    def _advance(self, numbers: dict[str, int]) -> None:
        """Let new rows in this worker's database have other primary keys than those of the demo."""
        with connection.cursor() as cursor:
            cursor.executemany(ADVANCE, [(last, name) for name, last in numbers.items()])

    def _lay_back(self, media: Path) -> None:
        """Restore without triggers, because the rows already contain their results."""
        with transaction.atomic(), connection.cursor() as cursor:
            without_triggers(cursor)
            for table, content in self._tables.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as rows:
                    rows.write(content)
            with_triggers(cursor)
        shutil.copytree(self._media, media)

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """Wait until no other worker makes the same thing."""
        with (self._folder / f"{what}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
