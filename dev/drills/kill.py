"""kill -9 of everything under load: workers and main process of gunicorn, workers of the job queue, backends
and postmaster of the embedded PostgreSQL, the supervisor, and all of them at once."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import psutil

from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check
from dev.drills.harness.outcome import Outcome
from dev.drills.harness.portal import Portal, run_portal
from dev.drills.harness.writers import Writers, writing

WRITES = 10_000
KILLS = 33
"""Spread over the writes; fewer with fewer writes, but one of each kind."""
PATIENCE = 300.0
KINDS = (
    *("postmaster", "gunicorn", "gunicorn worker", "backend", "job worker"),
    *("supervisor", "everything at once"),
)


def drill() -> Outcome:
    most = int(os.environ.get("WRITES", WRITES))
    kills = max(len(KINDS), min(KILLS, most // 100))
    with run_portal() as portal:
        return kill_under_load(portal, make_place(households=60), KINDS, kills=kills, most=most)


def kill_under_load(
    portal: Portal, place: Place, kinds: Sequence[str], *, kills: int, most: int
) -> Outcome:
    """``most``: writes that are acknowledged at the end; the kills are spread over them."""
    killed: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    writers = Writers(place, [portal.url], number=8)
    order = Random(16)  # noqa: S311 -- an order, no secret
    with writing(writers) as ledger:
        while killed.total() < kills:
            writers.wait_for(most // (kills + 1), PATIENCE)
            kind = kinds[killed.total() % len(kinds)]
            begun = time.monotonic()
            killed[kind] += _kill(kind, portal, order)
            writers.wait_for(1, PATIENCE)
            slowest[kind] = max(slowest.get(kind, 0.0), time.monotonic() - begun)
        writers.wait_for(max(0, most - len(ledger.acknowledged)), PATIENCE)
    figures = {
        f"kill -9, {kind}": f"{killed[kind]} times, the next write after {seconds:.1f} s at most"
        for kind, seconds in slowest.items()
    }
    return replace(check("kill -9", place, ledger), figures=figures)


def _kill(kind: str, portal: Portal, order: Random) -> int:
    """Kill one of this kind, or all. The supervisor is started again, as systemd would do it."""
    victims = _victims(kind, portal)
    if kind not in {"everything at once", "supervisor"}:
        victims = order.sample(victims, min(1, len(victims)))
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.send_signal(signal.SIGKILL)
    if portal.process and kind in {"everything at once", "supervisor"}:
        portal.process.wait()
        portal.start()
    return 1 if victims else 0


def _victims(kind: str, portal: Portal) -> list[psutil.Process]:
    supervisor = psutil.Process(portal.process.pid if portal.process else 0)
    if kind == "supervisor":
        return [supervisor]
    if kind == "everything at once":
        return [supervisor, *supervisor.children(recursive=True)]
    postgres = [one for one in supervisor.children() if one.name().startswith("postgres")]
    gunicorn = [one for one in supervisor.children() if "gunicorn" in one.cmdline()]
    return {
        "gunicorn": gunicorn,
        "gunicorn worker": [child for one in gunicorn for child in one.children()],
        "job worker": [one for one in supervisor.children() if "work" in one.cmdline()],
        "postmaster": postgres,
        "backend": [child for one in postgres for child in one.children() if _is_backend(child)],
    }[kind]


def _is_backend(process: psutil.Process) -> bool:
    """A backend shows database and role, ``postgres: louzu_app louzu …``."""
    return any("louzu_app" in word for word in process.cmdline())
