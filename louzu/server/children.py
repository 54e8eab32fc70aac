"""Child processes that are started again whenever they end: PostgreSQL, gunicorn, workers of the job
queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from louzu.server import processes
from louzu.server.system_user import ServerError

STOP_TIMEOUT = 28.0
"""Seconds in which requests and jobs may end when the portal stops. The database stops after them."""


@dataclass(frozen=True)
class Pauses:
    """Seconds between an end and the next start. They double from ``least`` to ``most``."""

    least: float = 0.5
    most: float = 30.0
    steady_after: float = 120.0
    """Seconds of running after which the next pause is the shortest again."""


@dataclass
class Child:
    """One process, which is started again after growing pauses. Call ``check()`` twice a second."""

    name: str
    """Its name at the beginning of a sentence."""
    launch: Callable[[], subprocess.Popen[bytes]] = field(repr=False)
    pauses: Pauses = Pauses()
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _pause: float = 0.0
    _started_at: float = 0.0
    _ended_at: float = 0.0
    _kill_at: float | None = None
    """When a process that was asked to make room for another is killed; None if it was not asked."""
    _left_behind: dict[int, float] = field(default_factory=dict, repr=False)
    """Sessions whose leader ended by itself, with the times when the rest of them is killed."""

    @property
    def pid(self) -> int:
        return self._process.pid if self._process and self._process.poll() is None else 0

    def start(self) -> None:
        self.adopt(self.launch())

    def adopt(self, process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
        """Watch ``process`` from now on, in place of the returned one."""
        former, self._process = self._process, process
        self._started_at = time.monotonic()
        return former

    def check(self) -> None:
        """Start the process again if it has ended, whatever its exit code.

        A worker of the job queue that loses its database ends with code 0.
        """
        now = time.monotonic()
        for session in [one for one, deadline in self._left_behind.items() if now > deadline]:
            processes.kill_session(session)
            del self._left_behind[session]
        if self.pid:
            if self._process and self._kill_at and now > self._kill_at:
                kill_group(self._process)
        elif self._kill_at:
            self._kill_at = None
            self._try_to_start()
        elif self._process:
            self._plan_restart(f"ended by itself (code {self._process.returncode})")
        elif now - self._ended_at >= self._pause:
            self._try_to_start()

    def renew(self) -> None:
        """Ask the process to end; ``check()`` starts another with the code that is there by then."""
        if self.pid:
            self.ask_to_stop()
            self._kill_at = time.monotonic() + STOP_TIMEOUT

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until the process has ended; kill it at ``deadline``, of the monotonic clock."""
        if self._process:
            wait_or_kill(self._process, deadline)
            self._process = None

    def _try_to_start(self) -> None:
        try:
            self.start()
        except (OSError, ServerError) as error:
            self._plan_restart(f"did not start ({error})")

    def _plan_restart(self, what: str) -> None:
        now = time.monotonic()
        steady = self._process is not None and now - self._started_at > self.pauses.steady_after
        self._pause = (
            min(self.pauses.most, self._pause * 2)
            if self._pause and not steady
            else self.pauses.least
        )
        sys.stderr.write(f"{self.name} {what}; it is started again in {self._pause:g} seconds.\n")
        sys.stderr.flush()
        if self._process:
            self._left_behind[self._process.pid] = now + STOP_TIMEOUT
        self._process, self._ended_at = None, now


def wait_or_kill(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        kill_group(process)
        process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a running child together with its own children, which are in the session that it leads."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
