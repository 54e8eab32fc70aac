"""Heads of a building's journal, kept outside the database: a chain cannot see its own missing tail."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import psycopg

HEAD = """SELECT line.number, line.digest FROM journal_line line
    JOIN residents_building building ON building.id = line.building_id
    WHERE building.slug = %s ORDER BY line.number DESC LIMIT 1"""


@dataclass
class HeadKeeper:
    """A thread that reads the newest line each second, as a monitor outside the cluster does."""

    conninfo: str = field(repr=False)
    slug: str
    heads: dict[int, str] = field(default_factory=dict)
    """Number → digest."""
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def missing(self) -> list[str]:
        """Return the heads that the database does not have any more, as sentences."""
        from governance.journal.queries import anchor_mismatch  # noqa: PLC0415 -- after setup
        from residents.models import Building  # noqa: PLC0415

        building = Building.objects.get(slug=self.slug)
        found = (
            (number, anchor_mismatch(building, number, digest))
            for number, digest in self.heads.items()
        )
        return [f"Line {number} {trouble}" for number, trouble in found if trouble]

    def _keep(self) -> None:
        while not self._stop.wait(1):
            try:
                with psycopg.connect(self.conninfo, connect_timeout=3) as connection:
                    row = connection.execute(HEAD, [self.slug]).fetchone()
            except psycopg.Error:
                continue  # the next second
            if row:
                self.heads[int(row[0])] = str(row[1])
