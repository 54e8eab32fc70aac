"""The database is stopped for 30 seconds under load: pages say so soon, and nothing typed is lost."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.faults import MAX_SECONDS, probe_during
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import run_portal
from dev.drills.harness.writers import Writers
from louzu.server.postgres import Server

SECONDS_AWAY = 30.0


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="louzu-drill-"))
    server = Server(folder / "database")
    try:
        with server, run_portal(database_url=server.url) as portal:
            return stop_and_start(server, portal.url, make_place(households=20))
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def stop_and_start(
    server: Server,
    url: str,
    place: Place,
    *,
    seconds_away: float = SECONDS_AWAY,
    most: float = MAX_SECONDS,
    stop: Callable[[], object] | None = None,
) -> Outcome:
    """``most``: seconds in which each page must be answered. ``stop``: else the server ends in order."""
    return probe_during(
        f"database stopped {seconds_away:g} s",
        _stopped(server, stop or server.stop),
        seconds=seconds_away,
        most=most,
        place=place,
        writers=Writers(place, [url]),
    )


@contextmanager
def _stopped(server: Server, stop: Callable[[], object]) -> Iterator[None]:
    stop()
    yield
    server.start()
