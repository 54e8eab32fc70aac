"""Two nodes start at once on one empty database: one migrates, the other waits, and both answer. A third start
on the home of one of them is refused in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import requests

from dev.drills.harness.building import make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import START_TIMEOUT, Portal, connect, free_port
from dev.drills.harness.writers import Writers, writing
from dev.portal import close_connections
from louzu.env import ROOT
from louzu.server.postgres import Server

WAITED, MAKES = "Another process migrates", "Making the tables of a new portal"
WRITES = 30
TWICE = "SELECT app, name FROM django_migrations GROUP BY app, name HAVING count(*) > 1"


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="louzu-drill-"))
    server = Server(folder / "database")
    variables = {"LOUZU_SECRET_KEY": "of two nodes " * 5, "LOUZU_MEDIA": str(folder / "media")}
    nodes = [
        Portal(folder / name, free_port(), server.url, variables=variables | {"LOUZU_WORKERS": "0"})
        for name in ("one", "two")
    ]
    try:
        with server:
            return _start_both(nodes)
    finally:
        for node in nodes:
            node.stop()
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def _start_both(nodes: list[Portal]) -> Outcome:
    begun = time.monotonic()
    for node in nodes:
        node.start()
    for node in nodes:
        node.wait(START_TIMEOUT)
    seconds = time.monotonic() - begun
    connect(nodes[0].environment)
    faults = [*_faults_of_migrations(nodes), *_faults_of_a_third(nodes[0])]
    place = make_place(households=8)
    writers = Writers(place, [node.url for node in nodes])
    with writing(writers) as ledger:
        writers.wait_for(WRITES, 120)
    outcome = with_faults(check("two starts", place, ledger), *faults)
    close_connections()
    return replace(outcome, figures={"both answered after": f"{seconds:.0f} s"})


def _faults_of_migrations(nodes: list[Portal]) -> Iterator[str]:
    from django.db import connection  # noqa: PLC0415 -- after setup

    for words in (WAITED, MAKES):
        told = [node.home.name for node in nodes if words in node.log.read_text()]
        if len(told) != 1:
            yield f"{len(told)} of two nodes said “{words} …”."
    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        if twice := cursor.fetchall():
            yield f"Applied twice: {twice}."


def _faults_of_a_third(node: Portal) -> Iterator[str]:
    done = subprocess.run(
        [sys.executable, "-m", "louzu.server"],
        cwd=ROOT,
        env={**os.environ, **node.environment, "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
    )
    if (done.returncode, done.stderr.count("\n")) != (1, 1) or "runs on" not in done.stderr:
        yield f"A second start on the same home: code {done.returncode}, {done.stderr.strip()}"
    if requests.get(f"{node.url}/healthz", timeout=15).status_code != requests.codes.ok:
        yield "The node does not answer after a second start on its home."
