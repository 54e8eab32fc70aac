"""Who has the lock of a home, told by real processes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys

import pytest

from louzu.server.locks import COMMAND, SERVE, exclusive_lock, is_held, lock_holder
from louzu.server.system_user import ServerError
from tests.architecture.site import ROOT

HOLD = """
import sys, time
from pathlib import Path
from louzu.server.locks import exclusive_lock
with exclusive_lock(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def hold():
    """``hold(home, kind)`` starts a process that has the lock."""
    started = []

    def start(home, kind):
        command = [sys.executable, "-c", HOLD, str(home), kind]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_the_lock_says_who_has_it_for_as_long_as_it_is_held(tmp_path, hold):
    assert lock_holder(tmp_path) is None
    portal = hold(tmp_path, SERVE)
    holder = lock_holder(tmp_path)
    assert (holder.process.pid, holder.kind) == (portal.pid, SERVE)
    assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600
    with (
        pytest.raises(ServerError, match="Another louzu runs on"),
        exclusive_lock(tmp_path, COMMAND),
    ):
        pass
    assert lock_holder(tmp_path) == holder  # the refused one did not write
    os.kill(portal.pid, signal.SIGKILL)
    portal.wait()
    assert lock_holder(tmp_path) is None
    with exclusive_lock(tmp_path, COMMAND):
        holder = lock_holder(tmp_path)
        assert (holder.process.pid, holder.kind) == (os.getpid(), COMMAND)


def test_a_command_that_works_is_named_as_such(tmp_path, hold):
    command = hold(tmp_path, COMMAND)
    with pytest.raises(ServerError) as refusal, exclusive_lock(tmp_path, SERVE):
        pass
    assert str(refusal.value) == (
        f"A command of louzu (process {command.pid}) works on {tmp_path}: wait until it has ended."
    )


@pytest.mark.parametrize(
    "text", ["", "serve", "1 serve", "serve 1", "999999999 serve", f"{10**30} serve", "\0 \0"]
)
def test_a_lock_that_names_nobody_who_has_it_is_nobodys(tmp_path, text):
    (tmp_path / "lock").write_text(text)
    assert lock_holder(tmp_path) is None
    assert not is_held(tmp_path)


def test_a_lock_is_held_whatever_stands_in_it(tmp_path, hold):
    assert not is_held(tmp_path)
    portal = hold(tmp_path, SERVE)
    (tmp_path / "lock").write_bytes(b"\xff\n")
    assert (lock_holder(tmp_path), is_held(tmp_path)) == (None, True)
    portal.kill()
    portal.wait()
    assert not is_held(tmp_path)
    with exclusive_lock(tmp_path, SERVE):  # asking took nothing
        assert is_held(tmp_path)
