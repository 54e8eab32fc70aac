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
from tests.deploy.syscalls import allowed_by, run_filtered

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
MOST_EXPOSED = 30
"""Tenths; systemd calls less than 3.0 well protected."""
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing"
)
READS_FILES = """
import resource
from pathlib import Path
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from louzu.lib.uploads import clean_upload
from residents.roster_parser.files import pages_of
data = Path("tests/data")
assert pages_of((data / "roster-merged.xlsx").read_bytes())
clean_upload(SimpleUploadedFile("a.png", (data / "grey16.png").read_bytes()))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # they go on without it if it is refused
"""
REACHES_OUT = "import os; os.sched_setaffinity(0, {0})"


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


@needs_systemd
def test_the_programs_that_read_files_may_do_so_under_the_filters(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.chdir(ROOT)
    allowed, *others = (allowed_by(unit.read_text()) for unit in UNITS)
    assert others == [allowed]
    done = run_filtered(READS_FILES, allowed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PermissionError" in run_filtered(REACHES_OUT, allowed).stderr


def test_systemd_waits_longer_than_requests_and_jobs_may_take():
    assert graceful_timeout < STOP_TIMEOUT
    for unit in UNITS:
        (stop,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit.read_text(), re.MULTILINE)
        assert int(stop) > STOP_TIMEOUT + 10


def test_a_worker_elsewhere_serves_the_same_queues():
    text = (ROOT / "deploy/systemd/worker").read_text()
    called = dict(re.findall(r'^ +(\w+)\) exec "\$louzu" manage work (.*) ;;$', text, re.MULTILINE))
    assert called == {name: " ".join(map(str, command[3:])) for name, command in COMMANDS.items()}
