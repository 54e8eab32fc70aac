"""Processes of ours: they must not outlive us, and those that did must go."""

from __future__ import annotations

import contextlib
import ctypes
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from signal import Signals
from typing import Any

import psutil

PR_SET_PDEATHSIG = 1
PATIENCE = 5.0


def start(command: list[str | Path], *, at_our_end: Signals, **how: Any) -> subprocess.Popen[bytes]:
    """Ctrl-C in the terminal does not reach it; on Linux it gets ``at_our_end`` even if we are killed."""
    return subprocess.Popen(  # noqa: S603 -- our own programs
        command,
        start_new_session=True,
        preexec_fn=partial(_ask_for, at_our_end),  # noqa: PLW1509 -- one call, and no lock in it
        **how,
    )


def end_all_in(folder: Path, name: str) -> bool:
    """Ends the programs of this name that stand in the folder: heads first and politely, then all."""
    for ask, heads_only in (
        (Signals.SIGINT, True),
        (Signals.SIGQUIT, False),
        (Signals.SIGKILL, False),
    ):
        standing = _standing_in(folder, name)
        pids = {process.pid for process in standing}
        for process in standing:
            with contextlib.suppress(psutil.NoSuchProcess):
                if not heads_only or process.ppid() not in pids:
                    process.send_signal(ask)
        deadline = time.monotonic() + PATIENCE
        while standing and time.monotonic() < deadline:
            time.sleep(0.05)
            standing = _standing_in(folder, name)
        if not standing:
            return True
    return False


def _standing_in(folder: Path, name: str) -> list[psutil.Process]:
    return [one for one in psutil.process_iter(["name"]) if _stands_in(one, folder, name)]


def _stands_in(process: psutil.Process, folder: Path, name: str) -> bool:
    try:
        return process.info["name"].startswith(name) and Path(process.cwd()) == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # a zombie stands nowhere
        return False


def _ask_for(signal: Signals) -> None:
    """In the child, after it became another user: a change of user would clear the wish."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal)
