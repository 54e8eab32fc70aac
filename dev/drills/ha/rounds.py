"""The rounds: load, a fault in a seeded random order, quiet, health, and the count.

The last round is asynchronous and cuts the primary off from the nodes alone. It must find a loss:
a drill that cannot find one proves nothing.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from psycopg.conninfo import make_conninfo

from dev.drills.ha.cluster import Cluster, make_cluster, wait_until
from dev.drills.ha.faults import FAULTS, HALF_CUT, Fault
from dev.drills.ha.heads import HeadKeeper
from dev.drills.ha.house import PORTALS, WEB, House, run_house
from dev.drills.harness.building import Place, make_place
from dev.drills.harness.checker import check, with_faults
from dev.drills.harness.forms import Ledger
from dev.drills.harness.outcome import Outcome, print_table
from dev.drills.harness.writers import Reader, Writers
from dev.portal import close_connections

ROUNDS = int(os.environ.get("ROUNDS", "20"))
SEED = int(os.environ.get("SEED", "0")) or secrets.randbelow(10_000)
WRITERS = 6
MAX_GAP = float(os.environ.get("MAX_GAP", "30"))
"""Seconds without an acknowledged write that a fault may cost. A busy machine needs more."""
QUIET = 8.0
"""Seconds after a fault is undone: a former primary's Patroni still says yes until then."""
RECOVERY = 150.0


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="ha-", dir="/tmp"))  # short, for sockets
    print(f"SEED={SEED} ROUNDS={ROUNDS}; logs are in {folder} if something fails", flush=True)
    outcomes = list(_run(folder))
    print_table(outcomes)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}" if failed else "No round failed.")
    if not failed:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


def _run(folder: Path) -> Iterator[Outcome]:
    begun = time.monotonic()
    cluster = make_cluster(folder, PORTALS)
    _tell(begun, "three database nodes are healthy")
    with run_house(cluster) as house:
        _tell(begun, "two portals answer")
        place = make_place(households=60)
        outcomes = list(_run_rounds(house, place, begun))
        yield from (*outcomes, _total(place, outcomes), _find_a_loss(house, place, begun))
        close_connections()


def _plan() -> list[Fault]:
    """Return the faults in random order: all of them before any comes again."""
    dice = random.Random(SEED)  # noqa: S311 -- to be repeated
    plan: list[Fault] = []
    while len(plan) < ROUNDS:
        plan += dice.sample(FAULTS, len(FAULTS))
    return plan[:ROUNDS]


def _run_rounds(house: House, place: Place, begun: float) -> Iterator[Outcome]:
    for number, fault in enumerate(_plan(), start=1):
        outcome = _round(house, place, fault)
        if outcome.longest_gap and outcome.longest_gap > MAX_GAP:
            outcome = with_faults(outcome, f"More than {MAX_GAP:.0f} s without writes.")
        _tell(begun, f"{number}. {outcome}")
        yield outcome


def _round(house: House, place: Place, fault: Fault) -> Outcome:
    writers, keeper = Writers(place, [WEB], number=WRITERS), _new_keeper(place)
    reader = Reader(place, WEB)
    keeper.start()
    writers.start()
    with reader.reading():
        writers.wait_for(30, seconds=60)
        undo = fault.strike(house)
        time.sleep(fault.seconds)
        if undo:
            undo()
        time.sleep(QUIET)
        recovered = wait_until(house.cluster.is_whole, RECOVERY, "return of all nodes")
        _wait_for_writes(writers)
        writers.stop()
    keeper.stop()
    ROUND_LEDGERS.append(writers.ledger)
    outcome = check(fault.name, place, writers.ledger)
    figures = {"reads": str(dict(reader.statuses)), "whole after s": f"{recovered:.1f}"}
    return replace(outcome, figures=figures, faults=(*outcome.faults, *keeper.missing()))


ROUND_LEDGERS: list[Ledger] = []


def _total(place: Place, outcomes: list[Outcome]) -> Outcome:
    """Count everything again: a later fault must not lose what an earlier round had."""
    everything = Ledger()
    for ledger in ROUND_LEDGERS:
        everything.acknowledged += ledger.acknowledged
        everything.given_up += ledger.given_up
        everything.failures += ledger.failures
    longest = max((outcome.longest_gap or 0.0 for outcome in outcomes), default=0.0)
    name = f"all {len(outcomes)} rounds, counted again"
    return replace(check(name, place, everything), longest_gap=longest)


def _find_a_loss(house: House, place: Place, begun: float) -> Outcome:
    """Switch to asynchronous replication and cut the primary off from the nodes alone."""
    setting = ("edit-config", "louzu", "--force", "-s", "synchronous_mode=false")
    house.cluster.patronictl(*setting, "-s", "synchronous_mode_strict=false")
    wait_until(lambda: not _waits_for_standbys(house.cluster), 60, "end of synchronous commits")
    outcome = _round(house, place, HALF_CUT)
    _tell(begun, f"asynchronous: {outcome}")
    figures = outcome.figures | {
        "lost": str(outcome.lost),
        "kept heads that are missing": str(len(outcome.faults)),
    }
    name = f"asynchronous, {outcome.name}: must lose, lost {outcome.lost}"
    faults = () if outcome.lost else ("The drill found no loss, so it proves nothing.",)
    return replace(outcome, name=name, lost=0, faults=faults, figures=figures)


def _waits_for_standbys(cluster: Cluster) -> bool:
    return any(member["role"] in {"quorum_standby", "sync_standby"} for member in cluster.members())


def _wait_for_writes(writers: Writers) -> None:
    """Wait until writes are taken again, so that the longest gap is measured to its end."""
    writers.wait_for(10, seconds=90)


def _new_keeper(place: Place) -> HeadKeeper:
    from django.db import connection  # noqa: PLC0415 -- after setup

    given = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password", "sslmode", "sslrootcert")
    return HeadKeeper(
        make_conninfo(**{name: given[name] for name in names if name in given}), place.slug
    )


def _tell(begun: float, what: str) -> None:
    print(f"{time.monotonic() - begun:6.0f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
