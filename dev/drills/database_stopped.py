"""The database is stopped for 30 seconds under load: pages say so soon, and nothing typed is lost."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import run_portal
from dev.drills.harness.probes import Probes
from dev.drills.harness.writers import Writers, writing
from louzu.server.postgres import Server

SECONDS_AWAY = 30.0
MAX_SECONDS = 3.0
"""In which every page must be answered. A busy machine may need more: the figure is printed."""


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
) -> Outcome:
    """``most``: seconds in which each page must be answered."""
    writers, probes = Writers(place, [url]), Probes(place, url)
    with writing(writers) as ledger:
        writers.wait_for(30, 120)
        server.stop()
        stopped = time.monotonic()
        while time.monotonic() - stopped < seconds_away:
            probes.ask()
        server.start()
        back = probes.wait_until_back(60)
        writers.wait_for(30, 120)
    outcome = check(f"database stopped {seconds_away:g} s", place, ledger)
    outcome.figures.update(probes.figures() | {"seconds until a page is back": f"{back:.1f}"})
    return with_faults(outcome, *probes.faults(most))
