"""A program that counts secret votes: call ``main()`` after ``django.setup()``.

It shares only the database URL with the tests, through its environment. It reads tasks from
standard input and writes results to standard output, one per line. Each count runs in a forked
child process. The parent never connects, so no connection is shared.

``kill_at STEP CANVASS`` kills the count before statement STEP. The result is ``killed``, or
``counted`` if there were fewer statements.

``at_once CANVASS`` lets two pairs of holders lock the canvass at the same time, and reports both
results.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import contextmanager

from django.db import connection

from governance.canvass.models import Canvass
from louzu.lib.errors import Refused
from tests.factories.canvass import count_closed_canvass

OUTCOMES = {0: "counted", 3: "refused", -signal.SIGKILL: "killed"}


@contextmanager
def stopped_at(step: int, stop: Callable[[], None]):
    """Call ``stop`` before the statement after this number of statements."""
    left = step

    def count(execute, sql, params, many, context):
        nonlocal left
        if left == 0:
            stop()
        left -= 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


@contextmanager
def stopped_at_the_lock(stop: Callable[[], None]):
    def lock(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            stop()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lock):
        yield


def count(canvass: int, pair: tuple[str, ...], stopped) -> int:
    try:
        with stopped:
            count_closed_canvass(Canvass.objects.get(pk=canvass), pair)
    except Refused:
        return 3
    return 0


def forked(act: Callable[[], int]) -> int:
    """Fork a child that exits with the result of ``act``, and return its process ID."""
    if child := os.fork():
        return child
    code = 1
    try:
        code = act()
    finally:
        os._exit(code)


def outcome(child: int) -> str:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return OUTCOMES.get(code, f"failed with {code}")


def kill_at(step: str, canvass: str) -> str:
    reached, tell = os.pipe()

    def stop():
        os.write(tell, b".")
        signal.pause()

    def act():
        os.close(reached)
        return count(int(canvass), ("first", "second"), stopped_at(int(step), stop))

    child = forked(act)
    os.close(tell)
    if os.read(reached, 1):
        os.kill(child, signal.SIGKILL)
    os.close(reached)
    return outcome(child)


def at_once(canvass: str) -> str:
    (reached, tell), (gate, opened) = os.pipe(), os.pipe()

    def stop():
        os.write(tell, b".")
        os.read(gate, 1)  # blocks until the other end is closed

    def act(pair):
        os.close(opened)
        return count(int(canvass), pair, stopped_at_the_lock(stop))

    pairs = [("first", "second"), ("second", "committee")]
    children = [forked(lambda pair=pair: act(pair)) for pair in pairs]
    os.close(tell)
    for _child in children:
        os.read(reached, 1)
    os.close(opened)
    os.close(reached)
    os.close(gate)
    return " ".join(sorted(map(outcome, children)))


def main() -> None:
    for line in sys.stdin:
        name, *text = line.split()
        sys.stdout.write({"kill_at": kill_at, "at_once": at_once}[name](*text) + "\n")
        sys.stdout.flush()
