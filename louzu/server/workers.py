"""The workers of the job queue, which run beside gunicorn and are started again whenever they end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from louzu.env import ROOT
from louzu.server import processes

WORK: list[str | Path] = [sys.executable, ROOT / "manage.py", "work"]
COMMANDS: dict[str, list[str | Path]] = {
    "once": [*WORK, "--queues", "once"],
    "many": [*WORK, "--queues", "many,long,upkeep", "--concurrency", "4"],
}
"""Name of each worker, and how it is started. ``louzu.lib.jobs.Queue`` says why there are two."""


@dataclass
class Worker:
    """One worker process, which is started again after growing pauses."""

    name: str
    command: Sequence[str | Path]
    min_pause: float
    max_pause: float
    """Seconds between an end and the next start."""
    steady_after: float
    """Seconds of running after which the next pause is the shortest again."""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _pause: float = 0.0
    _started_at: float = 0.0
    _ended_at: float = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid if self._process and self._process.poll() is None else 0

    def start(self) -> None:
        self._process = processes.start(list(self.command), death_signal=signal.SIGTERM)
        self._started_at = time.monotonic()

    def check(self) -> None:
        """Start the worker again if it has ended, whatever its exit code.

        A worker that loses its database ends with code 0.
        """
        if self.pid:
            return
        now = time.monotonic()
        if self._process:
            steady = now - self._started_at > self.steady_after
            self._pause = self.min_pause if steady else self._next_pause()
            sys.stderr.write(
                f"The worker “{self.name}” ended by itself (code {self._process.returncode});"
                f" it is started again in {self._pause:g} seconds.\n"
            )
            self._process, self._ended_at = None, now
        elif now - self._ended_at >= self._pause:
            self.start()

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait until the worker has ended; kill it at ``deadline``, of the monotonic clock."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _next_pause(self) -> float:
        return min(self.max_pause, self._pause * 2) if self._pause else self.min_pause


class Workers:
    """All workers of this installation. Call ``check()`` about twice a second."""

    def __init__(
        self,
        commands: dict[str, list[str | Path]] = COMMANDS,
        *,
        min_pause: float = 1.0,
        max_pause: float = 60.0,
        steady_after: float = 300.0,
        stop_timeout: float = 30.0,
    ) -> None:
        self.stop_timeout = stop_timeout
        self.all = [
            Worker(name, command, min_pause, max_pause, steady_after)
            for name, command in commands.items()
        ]

    def start(self) -> None:
        for worker in self.all:
            worker.start()

    def check(self) -> None:
        for worker in self.all:
            worker.check()

    def stop(self) -> None:
        """Let running jobs end, for at most ``stop_timeout`` seconds."""
        for worker in self.all:
            worker.ask_to_stop()
        deadline = time.monotonic() + self.stop_timeout
        for worker in self.all:
            worker.wait(deadline)
