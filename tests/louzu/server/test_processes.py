"""Orphans of a killed supervisor are ended, and nobody else's processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from louzu.server.processes import HOME_MARK, stop_orphans

FOREVER = "import signal; print(flush=True); signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + FOREVER


@pytest.fixture
def process():
    """``process(home, code)`` starts a process with the mark of a home."""
    started = []

    def start(home, code=FOREVER, **options):
        marked = {**os.environ, HOME_MARK: str(home)} if home else None
        command = options.pop("command", [sys.executable, "-c", code])
        one = subprocess.Popen(command, env=marked, stdout=subprocess.PIPE, **options)
        started.append(one)
        one.stdout.readline()
        return one

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdout.close()


def test_only_those_of_this_home_are_ended(process, tmp_path):
    home = tmp_path / "home"
    ours, stubborn = process(home), process(home, STUBBORN)
    others = [process(tmp_path / "other"), process(None)]
    stop_orphans(home, 0.5)
    assert None not in {ours.poll(), stubborn.poll()}
    assert [one.poll() for one in others] == [None, None]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start another user's process")
def test_those_of_another_user_are_left_alone(process):
    home = Path("/srv/louzu")
    other = process(home, user=1, cwd="/", command=["/bin/sh", "-c", "echo; exec sleep 600"])
    stop_orphans(home, 0.1)
    time.sleep(0.1)
    assert other.poll() is None
