"""The units, as systemd itself reads them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from louzu.server.children import STOP_TIMEOUT
from louzu.server.gunicorn_conf import graceful_timeout
from louzu.server.workers import COMMANDS
from tests.architecture.site import ROOT

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
MOST_EXPOSED = 30
"""Tenths; systemd calls less than 3.0 well protected."""
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing"
)


@pytest.fixture(params=UNITS, ids=lambda unit: unit.name)
def unit(request, tmp_path):
    """A unit whose paths are those of this tree, since a missing program is a fault."""
    copy = tmp_path / request.param.name
    copy.write_text(request.param.read_text().replace("/opt/louzu/current", str(ROOT)))
    return copy


def analyze(*arguments):
    command = ["systemd-analyze", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_understands_every_line(unit):
    """A misspelt key is told on stderr alone."""
    done = analyze("--man=no", "verify", unit)
    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
def test_little_of_the_machine_is_exposed(unit):
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert done.returncode == 0, done.stdout


def test_systemd_waits_longer_than_requests_and_jobs_may_take():
    assert graceful_timeout < STOP_TIMEOUT
    for unit in UNITS:
        (stop,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit.read_text(), re.MULTILINE)
        assert int(stop) > STOP_TIMEOUT + 10


def test_a_worker_elsewhere_serves_the_same_queues():
    text = (ROOT / "deploy/systemd/worker").read_text()
    called = dict(re.findall(r'^ +(\w+)\) exec "\$louzu" manage work (.*) ;;$', text, re.MULTILINE))
    assert called == {name: " ".join(map(str, command[3:])) for name, command in COMMANDS.items()}
