"""Run drills one after the other, each in a process of its own: Django is set up for its portal."""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import time
import traceback
from multiprocessing.connection import Connection
from types import ModuleType

import dev.drills
from dev.drills.harness.outcome import DrillSkippedError, Outcome, print_table


def run_drills(names: list[str]) -> int:
    """Run these drills, or all of them, and print a table. Return the code of the process."""
    outcomes: list[Outcome] = []
    for name in names or _all_drills():
        begun = time.monotonic()
        print(f"{name} …", flush=True)
        outcomes += _run_apart(name)
        print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)
    print_table(outcomes)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"Failed: {', '.join(failed)}" if failed else "No drill failed.")
    return 1 if failed else 0


def _all_drills() -> list[str]:
    names = [module.name for module in pkgutil.iter_modules(dev.drills.__path__)]
    return [name for name in names if name != "__main__" and hasattr(_module(name), "drill")]


def _run_apart(name: str) -> list[Outcome]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=[name, theirs])
    process.start()
    theirs.close()
    try:
        outcomes: list[Outcome] = ours.recv()
    except EOFError:
        outcomes = [Outcome(name, faults=("Its process ended.",))]
    process.join()
    return outcomes


def _run(name: str, out: Connection) -> None:
    try:
        done = _module(name).drill()
        out.send(list(done) if isinstance(done, list | tuple) else [done])
    except DrillSkippedError as reason:
        print(f"{name} is skipped: {reason}", flush=True)
        out.send([])
    except Exception as error:  # noqa: BLE001 -- the other drills still run
        traceback.print_exc()
        out.send([Outcome(name, faults=(repr(error),))])


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"dev.drills.{name}")
