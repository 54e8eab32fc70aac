"""``python -m dev.drills.short FOLDER``: the drills that ``make test`` can afford, on one portal.

The portal's database is the embedded server in the folder database of FOLDER, whose tables are there already.
What came of each drill is printed as a line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path

from dev.drills.database_stopped import stop_and_start
from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import Portal, run_portal
from dev.drills.harness.writers import Writers
from dev.drills.kill import kill_under_load
from louzu.server.postgres import Server

KINDS = ("gunicorn worker", "gunicorn")
"""Processes to kill. The supervisor is left out, because it takes half a minute to start again."""
VARIABLES = {"LOUZU_WORKERS": "0", "LOUZU_WEB_WORKERS": "1"}
"""Fewer processes to start. Tests of the supervisor kill the workers of the queue."""
PATIENT = 600.0
"""Seconds in which a page may be answered: the tests do not judge how busy a machine is."""


def main(folder: Path) -> int:
    server = Server(folder / "database")
    with server, run_portal(database_url=server.url, variables=VARIABLES) as portal:
        place = make_place(households=20)
        _print(kill_under_load(portal, place, KINDS, kills=len(KINDS), most=30))
        kill = partial(_kill_postmaster, server)
        _print(stop_and_start(server, portal.url, place, seconds_away=3, most=PATIENT, stop=kill))
        _print(find_planted_faults(portal, place))
    return 0


def _print(outcome: Outcome) -> None:
    print(json.dumps(asdict(outcome) | {"passed": outcome.passed}), flush=True)


def _kill_postmaster(server: Server) -> None:
    os.kill(server.pid, signal.SIGKILL)
    while server.pid:
        time.sleep(0.05)
    server.stop()  # what the killed one left


def find_planted_faults(portal: Portal, place: Place) -> Outcome:
    """Delete one acknowledged reply and write another a second time; the check must find both."""
    from governance.lounge.models import Post  # noqa: PLC0415 -- after setup

    writers = Writers(place, [portal.url], kinds=("reply",), most=6)
    writers.start()
    writers.join()
    lost, doubled = (form for _moment, form in writers.ledger.acknowledged[:2])
    Post.objects.get(text__endswith=lost.key).delete()
    again = Post.objects.get(text__endswith=doubled.key)
    again.pk, again.number = None, again.number + 1000
    again.save(force_insert=True)
    return check("planted faults", place, writers.ledger)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
