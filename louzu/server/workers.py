"""The workers of the job queue, which run beside gunicorn and are started again whenever they end."""

from __future__ import annotations

import signal
import sys
import time
from functools import partial
from pathlib import Path

from louzu.env import ROOT
from louzu.server import processes
from louzu.server.children import STOP_TIMEOUT, Child, Pauses

WORK: list[str | Path] = [sys.executable, ROOT / "manage.py", "work"]
COMMANDS: dict[str, list[str | Path]] = {
    "once": [*WORK, "--queues", "once"],
    "many": [*WORK, "--queues", "many,long,upkeep", "--concurrency", "4"],
}
"""Name of each worker, and how it is started. ``louzu.lib.jobs.Queue`` says why there are two."""

METRICS: dict[str, list[str | Path]] = {"metrics": [sys.executable, "-m", "louzu.health.exporter"]}
"""The process that serves the metrics."""
PAUSES = Pauses(least=1.0, most=60.0, steady_after=300.0)


class Workers:
    """All workers of this installation. Call ``check()`` about twice a second."""

    def __init__(
        self,
        commands: dict[str, list[str | Path]] = COMMANDS,
        *,
        pauses: Pauses = PAUSES,
    ) -> None:
        self.all = {
            name: Child(
                f"The worker “{name}”",
                partial(processes.start, command, death_signal=signal.SIGTERM, cwd=ROOT),
                pauses,
            )
            for name, command in commands.items()
        }

    def start(self) -> None:
        for worker in self.all.values():
            worker.start()

    def check(self) -> None:
        for worker in self.all.values():
            worker.check()

    def renew(self) -> None:
        for worker in self.all.values():
            worker.renew()

    def ask_to_stop(self) -> None:
        for worker in self.all.values():
            worker.ask_to_stop()

    def stop(self, timeout: float = STOP_TIMEOUT) -> None:
        """Let running jobs end, for at most ``timeout`` seconds."""
        self.ask_to_stop()
        deadline = time.monotonic() + timeout
        for worker in self.all.values():
            worker.wait(deadline)
