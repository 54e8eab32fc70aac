"""Workers are started again whatever ends them. The programs here stand in for ``manage.py work``,
which ``test_run`` runs."""

from __future__ import annotations

import os
import signal
import sys
import time

import psutil
import pytest

from louzu.server.workers import COMMANDS, Workers

FOREVER = "import signal; signal.pause()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"


@pytest.fixture
def workers():
    """``workers(code, …)`` starts a worker for each program, which waits no time before a restart."""
    made = []

    def start(*programs, **options):
        commands = {str(n): [sys.executable, "-c", code] for n, code in enumerate(programs)}
        started = Workers(commands, **{"min_pause": 0.0, "max_pause": 0.0, **options})
        started.start()
        made.append(started)
        return started

    yield start
    for one in made:
        one.stop()


def until(condition, checked=None):
    """Check the workers until something is so, as the portal's loop does."""
    for _turn in range(3000):
        if checked:
            checked.check()
        if found := condition():
            return found
        time.sleep(0.01)
    pytest.fail("It did not come to be.")


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_is_started_again_and_its_neighbour_is_left_alone(workers, ending, capfd):
    started = workers(FOREVER, FOREVER)
    killed, other = (worker.pid for worker in started.all)
    os.kill(killed, ending)
    until(lambda: started.all[0].pid not in {0, killed}, started)
    assert started.all[1].pid == other
    assert f"The worker “0” ended by itself (code {-ending})" in capfd.readouterr().err


@pytest.mark.parametrize("code", [0, 1])
def test_a_worker_that_ends_is_started_again_whatever_its_code(workers, code, capfd):
    """With code 0 ends a worker that lost its database."""
    started = workers(f"raise SystemExit({code})")
    seen = set()
    until(lambda: seen.add(started.all[0].pid) or len(seen - {0}) > 2, started)
    assert f"(code {code})" in capfd.readouterr().err


def test_pauses_double_up_to_the_longest(workers, capfd):
    started = workers("pass", min_pause=0.01, max_pause=0.03)
    said = ""

    def told():
        nonlocal said
        said += capfd.readouterr().err
        return said.count("ended by itself") > 3

    until(told, started)
    pauses = [line.rsplit(" ", 2)[1] for line in said.splitlines()[:4]]
    assert pauses == ["0.01", "0.02", "0.03", "0.03"]


def test_after_a_steady_run_the_pause_is_short_again(workers, capfd):
    started = workers("pass", min_pause=0.01, max_pause=9.0, steady_after=0.0)
    said = ""

    def told():
        nonlocal said
        said += capfd.readouterr().err
        return said.count("ended by itself") > 2

    until(told, started)
    assert said.count("in 0.01 seconds") == said.count("ended by itself")


def test_stopping_stops_also_who_does_not_listen(workers):
    started = workers(FOREVER, STUBBORN, stop_timeout=0.5)
    pids = [worker.pid for worker in started.all]
    started.stop()
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []
    started.stop()


def test_none_are_started_when_none_are_wanted():
    nobody = Workers({})
    nobody.start()
    nobody.check()
    nobody.stop()
    assert nobody.all == []


def test_every_queue_has_one_worker():
    from louzu.lib.jobs import Queue  # noqa: PLC0415 -- needs Django's apps, which this module does not

    served = [command[command.index("--queues") + 1] for command in COMMANDS.values()]
    assert sorted(",".join(served).split(",")) == sorted(Queue)
    assert "--concurrency" not in COMMANDS["once"]
