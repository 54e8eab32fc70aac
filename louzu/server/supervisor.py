"""Keeps PostgreSQL, gunicorn and the workers of the job queue running until it is asked to stop.

Whatever ends is started again after growing pauses, for as long as this process lives.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGTERM

from louzu.env import ROOT
from louzu.server import processes
from louzu.server.children import STOP_TIMEOUT, Child
from louzu.server.errors import StartError
from louzu.server.log_files import shorten_log
from louzu.server.notify import notify
from louzu.server.postgres import Server
from louzu.server.signals import Signals
from louzu.server.web import WebServer
from louzu.server.workers import Workers

PREPARE: list[str | Path] = [sys.executable, "-m", "louzu.server.prepare"]
TURN = 0.5
"""Seconds between two looks at the children."""


class Supervisor:
    def __init__(
        self, signals: Signals, server: Server | None, web: WebServer, workers: Workers
    ) -> None:
        self._signals, self._web, self._workers = signals, web, workers
        self._server, self._database = server, None
        if server:
            self._database = Child("The database", server.launch)
            if server.process:
                self._database.adopt(server.process)

    def run(self, address: str) -> None:
        """Start everything, then watch it until a signal to stop. Raises StartError."""
        try:
            welcome = _prepare(self._check_database)
            if welcome is None:
                raise StartError
            self._web.start(self._check_database)
            self._workers.start()
            sys.stdout.write(f"louzu is at http://{address}  (Ctrl-C stops it)\n{welcome}")
            sys.stdout.flush()
            notify("READY=1")
            self._signals.interrupting = False
            self._watch()
        finally:
            self._signals.interrupting = False
            self._stop()

    def _watch(self) -> None:
        while not self._signals.stop:
            self._check()
            if self._signals.reload:
                self._signals.reload = False
                self._reload()
            self._signals.wait(TURN)

    def _check(self) -> None:
        self._check_database()
        self._web.check()
        self._workers.check()
        notify("WATCHDOG=1")

    def _check_database(self) -> None:
        if self._server and self._database:
            self._database.check()
            shorten_log(self._server.log)

    def _reload(self) -> None:
        """Run the code that is there now: migrations, then pages without a gap, then jobs."""
        notify("RELOADING=1")
        if _prepare(self._turn) is None or not self._web.reload(self._turn):
            sys.stderr.write("The new code is not used, because it does not start.\n")
        else:
            self._workers.renew()
            sys.stdout.write("The code was loaded again.\n")
            sys.stdout.flush()
        notify("READY=1")

    def _turn(self) -> None:
        """Look after the children during a long step, which a signal to stop ends."""
        if self._signals.stop:
            raise KeyboardInterrupt
        self._check()

    def _stop(self) -> None:
        """Let requests and jobs end. The database stops after them, in ``run.main``."""
        notify("STOPPING=1")
        self._web.ask_to_stop()
        self._workers.ask_to_stop()
        deadline = time.monotonic() + STOP_TIMEOUT
        self._web.wait(deadline)
        self._workers.stop(deadline - time.monotonic())


def _prepare(turn: Callable[[], None]) -> str | None:
    """Prepare database and static files. Returns the words of welcome, or None after a failure, which
    was told."""
    process = processes.start(PREPARE, death_signal=SIGTERM, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        while True:
            try:
                told, _errors = process.communicate(timeout=TURN)
            except subprocess.TimeoutExpired:
                turn()
            else:
                return None if process.returncode else told.decode()
    finally:
        process.terminate()
        process.wait()
