"""Start child processes that end when this process ends, and stop orphans of an earlier run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from signal import Signals
from typing import IO, TypedDict, Unpack

import psutil

PR_SET_PDEATHSIG = 1
"""Linux: the number of the prctl option that sets a process's parent-death signal."""
HOME_MARK = "LOUZU_SUPERVISED_HOME"
"""Environment variable by which children and what they start are found again after a crash."""
STOP_TIMEOUT = 5.0
"""Seconds to wait after each signal."""


class ProcessOptions(TypedDict, total=False):
    """Arguments of ``subprocess.Popen``."""

    stdin: int
    stdout: int | IO[bytes]
    stderr: int | IO[bytes]
    cwd: Path
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]
    pass_fds: tuple[int, ...]


def start(
    command: list[str | Path], *, death_signal: Signals, **options: Unpack[ProcessOptions]
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, so that Ctrl-C in the terminal does not reach it.

    On Linux the kernel sends it ``death_signal`` when this process ends, even by SIGKILL. ``options``
    are passed on to ``subprocess.Popen``.
    """
    return subprocess.Popen(  # noqa: S603 -- only our own programs
        command,
        start_new_session=True,
        preexec_fn=partial(set_death_signal, death_signal),  # noqa: PLW1509 -- one call, takes no lock
        **options,
    )


def stop_all_in(folder: Path, name: str) -> bool:
    """Stop the programs whose name begins with ``name`` and whose working directory is ``folder``.

    Sends SIGINT to parents only, then SIGQUIT and SIGKILL to all. Returns False if some survive.
    """
    for signal, parents_only in (
        (Signals.SIGINT, True),
        (Signals.SIGQUIT, False),
        (Signals.SIGKILL, False),
    ):
        running = _running_in(folder, name)
        pids = {process.pid for process in running}
        for process in running:
            with contextlib.suppress(psutil.NoSuchProcess):
                if not parents_only or process.ppid() not in pids:
                    process.send_signal(signal)
        deadline = time.monotonic() + STOP_TIMEOUT
        while running and time.monotonic() < deadline:
            time.sleep(0.05)
            running = _running_in(folder, name)
        if not running:
            return True
    return False


def stop_orphans(home: Path, timeout: float) -> None:
    """Stop what a killed supervisor of this home left behind. Call it with the lock of the home only.

    They were sent SIGTERM when it ended, and have ``timeout`` seconds to finish what they do.
    """
    orphans = _marked(home)
    for process in orphans:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _gone, alive = psutil.wait_procs(orphans, timeout)
    for process in {*alive, *_marked(home)}:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, STOP_TIMEOUT)


def kill_session(leader: int) -> None:
    """Kill what is left of the session of a child that has ended."""
    home = os.environ.get(HOME_MARK)
    for process in _marked(Path(home)) if home else []:
        with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
            if os.getsid(process.pid) == leader:
                process.kill()


def _marked(home: Path) -> list[psutil.Process]:
    """Return this user's processes with the mark of the home, without this one and its parents."""
    current = psutil.Process()
    near = {current.pid, *(parent.pid for parent in current.parents())}
    return [one for one in psutil.process_iter() if one.pid not in near and _has_mark(one, home)]


def _has_mark(process: psutil.Process, home: Path) -> bool:
    try:
        return (
            process.uids().real == os.getuid()
            and process.environ().get(HOME_MARK) == str(home)
            and bool(process.status() != psutil.STATUS_ZOMBIE)
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
        return False


def _running_in(folder: Path, name: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["name"]) if _matches(one, folder, name)]


def _matches(process: psutil.Process, folder: Path, name: str) -> bool:
    try:
        return process.info["name"].startswith(name) and Path(process.cwd()) == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # a zombie has no working directory
        return False


def set_death_signal(signal: Signals) -> None:
    """Runs in the child, after the change of user, which would clear the setting."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal)
