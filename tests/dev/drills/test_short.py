"""Drills in short, with a real portal: what it acknowledged is there once after each fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from louzu.server.postgres import Server
from tests.architecture.site import ROOT
from tests.migrated import migrate


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drills")
    server = Server(folder / "database")
    kept = {
        name: os.environ[name] for name in os.environ if not name.startswith(("LOUZU_", "DJANGO_"))
    }
    try:
        with server:
            migrate(server)
        done = subprocess.run(
            [sys.executable, "-m", "dev.drills.short", folder],
            cwd=ROOT,
            env=kept,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        server.remove()
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_after_kill_9_of_gunicorn_everything_acknowledged_is_there_once(outcomes):
    killed = outcomes[0]
    assert (killed["lost"], killed["doubled"], killed["faults"]) == (0, 0, [])
    assert killed["acknowledged"] >= 30
    assert [name.removeprefix("kill -9, ") for name in killed["figures"]] == [
        "gunicorn worker",
        "gunicorn",
    ]


def test_while_a_killed_database_is_away_pages_say_so_and_nothing_is_lost(outcomes):
    stopped = outcomes[1]
    assert (stopped["lost"], stopped["doubled"], stopped["faults"]) == (0, 0, [])
    assert "page 503" in stopped["figures"]["answers"]
    assert "static file 200" in stopped["figures"]["answers"]


def test_the_count_finds_a_reply_that_was_lost_and_one_that_is_there_twice(outcomes):
    planted = outcomes[2]
    assert planted["acknowledged"] >= 6
    assert (planted["lost"], planted["doubled"]) == (1, 1)
    assert planted["passed"] is False
