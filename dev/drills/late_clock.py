"""The clock of a machine is days wrong: what it stores has the database's time all the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from dev.drills.harness.building import make_place
from dev.drills.harness.outcome import DrillSkippedError, Outcome
from dev.drills.harness.portal import run_portal
from louzu.env import ROOT

WRITE = """
import os
from django.utils import timezone
from governance.lounge.actions.threads import start_thread
from governance.lounge.inputs import ThreadInput
from governance.lounge.models import Post
from louzu.lib.database import database_now
from residents.models import Building, Office
building = Building.objects.get(slug="drill")
leader = Office.objects.get(building=building).user
text = os.environ["CLOCK"]  # the same text again would be taken for the same thread
before = database_now()
thread = start_thread(building, ThreadInput(kind="need", title="钟", text=text), by=leader)
first = Post.objects.get(thread=thread)
times = (thread.last_post_at, first.at, timezone.now())
after = database_now()
for at in times:
    print(max(before - at, at - after).total_seconds())
"""
MAX_SECONDS_OFF = 2.0


def drill() -> list[Outcome]:
    if not shutil.which("faketime"):
        raise DrillSkippedError("faketime is not installed.")
    with run_portal() as portal:
        make_place(households=4)
        return [_write(portal.environment, days) for days in ("-2d", "+3d")]


def _write(environment: dict[str, str], days: str) -> Outcome:
    done = subprocess.run(
        ["faketime", "-f", days, sys.executable, "manage.py", "shell", "-v0", "--command", WRITE],  # noqa: S607
        cwd=ROOT,
        env={**os.environ, **environment, "CLOCK": days},
        capture_output=True,
        text=True,
        check=False,
    )
    off = [float(line) for line in done.stdout.split()] if done.returncode == 0 else []
    faults = [f"A time is {seconds:.1f} s off." for seconds in off if seconds > MAX_SECONDS_OFF]
    if not off:
        faults.append(done.stderr.strip().splitlines()[-1])
    figures = {"seconds off": ", ".join(f"{max(0.0, seconds):.2f}" for seconds in off)}
    return Outcome(f"clock {days}", faults=tuple(faults), figures=figures)
