"""Children are started again whatever ends them. Small programs stand in for the real ones, which
``test_run`` runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from functools import partial

import psutil
import pytest

from louzu.server import processes
from louzu.server.children import Child, Pauses
from louzu.server.system_user import ServerError

FOREVER = "import signal; signal.pause()"
IGNORE = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
"""Code after which the program, and every program that it starts, ignores SIGTERM."""
START_FOREVER = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {FOREVER!r}])"
AT_ONCE = Pauses(0.0, 0.0)


def launch(code):
    return processes.start([sys.executable, "-c", code], death_signal=signal.SIGTERM)


@pytest.fixture
def child():
    """``child(code, pauses)`` starts a child, which waits no time before a restart."""
    made = []

    def start(code, pauses=AT_ONCE):
        started = Child("The thing", partial(launch, code), pauses)
        started.start()
        made.append(started)
        return started

    yield start
    for one in made:
        one.ask_to_stop()
        one.wait(0.0)


def until(condition, *children):
    """Check the children until something is so, as the supervisor does."""
    for _turn in range(3000):
        for one in children:
            one.check()
        if found := condition():
            return found
        time.sleep(0.01)
    pytest.fail("It did not come to be.")


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_child_is_started_again_and_its_neighbour_is_left_alone(child, ending, capfd):
    one, other = child(FOREVER), child(FOREVER)
    killed, kept = one.pid, other.pid
    os.kill(killed, ending)
    until(lambda: one.pid not in {0, killed}, one, other)
    assert other.pid == kept
    assert f"The thing ended by itself (code {-ending})" in capfd.readouterr().err


@pytest.mark.parametrize("code", [0, 1])
def test_a_child_that_ends_is_started_again_whatever_its_code(child, code, capfd):
    """With code 0 ends a worker that lost its database."""
    one = child(f"raise SystemExit({code})")
    seen = set()
    until(lambda: seen.add(one.pid) or len(seen - {0}) > 2, one)
    assert f"(code {code})" in capfd.readouterr().err


def pauses_of(told):
    return re.findall(r"again in ([\d.]+) seconds", told)


def test_pauses_double_up_to_the_longest(child, capfd):
    one = child("pass", Pauses(0.01, 0.03))
    told = []
    until(lambda: told.append(capfd.readouterr().err) or len(pauses_of("".join(told))) > 3, one)
    assert pauses_of("".join(told))[:4] == ["0.01", "0.02", "0.03", "0.03"]


def test_after_a_steady_run_the_pause_is_short_again(child, capfd):
    one = child("pass", Pauses(0.01, 9.0, steady_after=0.0))
    told = []
    until(lambda: told.append(capfd.readouterr().err) or len(pauses_of("".join(told))) > 2, one)
    assert set(pauses_of("".join(told))) == {"0.01"}


@pytest.mark.parametrize(
    "error", [ServerError("The data are gone."), OSError(28, "No space left on device")]
)
def test_what_cannot_be_started_is_tried_again_until_it_can(error, capfd):
    """As a database on a full disk, once there is room."""
    tries = []

    def fail_twice() -> subprocess.Popen[bytes]:
        tries.append(time.monotonic())
        if len(tries) in {2, 3}:
            raise error
        return launch(FOREVER)

    one = Child("The thing", fail_twice, Pauses(0.01, 0.02))
    one.start()
    os.kill(one.pid, signal.SIGKILL)
    try:
        until(lambda: len(tries) > 3 and one.pid, one)
    finally:
        one.ask_to_stop()
        one.wait(0.0)
    assert capfd.readouterr().err.count(f"did not start ({error})") == 2


def test_a_renewed_child_makes_room_for_another_without_a_pause(child, capfd):
    one = child(FOREVER, Pauses(60.0, 60.0))
    former = one.pid
    one.renew()
    until(lambda: one.pid not in {0, former}, one)
    assert capfd.readouterr().err == ""


def test_stopping_stops_also_who_does_not_listen_and_what_it_started(child):
    stubborn = child(f"{IGNORE}; {START_FOREVER}; signal.pause()")
    inner = until(lambda: psutil.Process(stubborn.pid).children())
    pid = stubborn.pid
    stubborn.ask_to_stop()
    stubborn.wait(time.monotonic() + 0.5)
    _gone, alive = psutil.wait_procs(inner, 5)
    assert (psutil.pid_exists(pid), alive) == (False, [])
    stubborn.wait(0.0)
