"""Ask pages of a portal under load while a fault lasts, and check what was written afterwards."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager

from dev.drills.harness.building import Place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.probes import Probes
from dev.drills.harness.writers import Writers, writing

MAX_SECONDS = 3.0
"""In which every page must be answered. A busy machine may need more: the figure is printed."""
WRITES = 30
"""Acknowledged ones, before the fault and again after it."""


def probe_during(
    name: str,
    fault: AbstractContextManager[object],
    *,
    seconds: float,
    most: float = MAX_SECONDS,
    place: Place,
    writers: Writers,
) -> Outcome:
    """``fault`` begins and ends the fault. ``most``: seconds in which each page must be answered."""
    probes = Probes(place, writers.urls[0])
    with writing(writers) as ledger:
        writers.wait_for(WRITES, 120)
        with fault:
            begun = time.monotonic()
            while time.monotonic() - begun < seconds:
                probes.ask()
        back = probes.wait_until_back(60)
        writers.wait_for(WRITES, 120)
    outcome = check(name, place, ledger)
    outcome.figures.update(probes.figures() | {"seconds until a page is back": f"{back:.1f}"})
    return with_faults(outcome, *probes.faults(most))
