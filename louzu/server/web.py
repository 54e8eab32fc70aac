"""Gunicorn, and the socket that it inherits.

The supervisor opens the socket and keeps it. A connection made while gunicorn is started again, or
replaced by one with newer code, waits in the socket's queue and is not refused.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from louzu.env import ROOT
from louzu.server import processes
from louzu.server.children import STOP_TIMEOUT, Child, kill_group, wait_or_kill
from louzu.server.errors import StartError
from louzu.server.gunicorn_conf import READY_FD
from louzu.server.size import WebSize

START_TIMEOUT = 60.0
"""Seconds in which a gunicorn must be ready."""
BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises StartError if the port stays taken for three seconds."""
    deadline = time.monotonic() + 3
    while True:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(BACKLOG)
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise StartError(
                    f"Port {port} on {host} cannot be had ({error.strerror}): choose another,"
                    f" such as PORT={port + 1}."
                ) from None
            time.sleep(0.2)
        else:
            return listener


class WebServer:
    """Gunicorn on a socket. ``check()`` starts it again; ``reload()`` replaces it."""

    def __init__(self, listener: socket.socket, size: WebSize) -> None:
        self._listener, self._size = listener, size
        self._ready_fd: int | None = None
        self._retired: dict[subprocess.Popen[bytes], float] = {}
        """Gunicorns that finish their last requests, with the times when they are killed."""
        self.child = Child("The web server", self._launch)

    def start(self, tick: Callable[[], None]) -> None:
        """Raises StartError unless the first gunicorn is ready in time."""
        process = self._launch()
        self.child.adopt(process)
        if not self._is_ready(process, tick):
            kill_group(process)
            raise StartError("The web server did not start; the reason stands above.")

    def check(self) -> None:
        self.child.check()
        for process, deadline in list(self._retired.items()):
            if time.monotonic() > deadline:
                kill_group(process)
            if process.poll() is not None:
                del self._retired[process]

    def reload(self, tick: Callable[[], None]) -> bool:
        """Start another gunicorn with the code that is there now, then let the former one finish.

        Returns False if the new one does not start; the former one stays.
        """
        process = self._launch()
        if not self._is_ready(process, tick):
            kill_group(process)
            process.wait()
            return False
        former = self.child.adopt(process)
        if former and former.poll() is None:
            former.terminate()
            self._retired[former] = time.monotonic() + STOP_TIMEOUT
        return True

    def ask_to_stop(self) -> None:
        """Requests that are being answered are finished. Whoever connects from now on is refused."""
        self._listener.close()
        self.child.ask_to_stop()

    def wait(self, deadline: float) -> None:
        self.child.wait(deadline)
        for process in self._retired:
            wait_or_kill(process, deadline)

    def _launch(self) -> subprocess.Popen[bytes]:
        listener = self._listener.fileno()
        read, write = os.pipe()
        command: list[str | Path] = [
            *(sys.executable, "-m", "gunicorn", "louzu.wsgi"),
            *("--config", "python:louzu.server.gunicorn_conf"),
            *("--bind", f"fd://{listener}"),
            *("--workers", str(self._size.workers), "--threads", str(self._size.threads)),
        ]
        try:
            process = processes.start(
                command,
                death_signal=signal.SIGTERM,
                pass_fds=(listener, write),
                env={**os.environ, READY_FD: str(write)},
                cwd=ROOT,
            )
        except OSError:
            os.close(read)
            raise
        finally:
            os.close(write)
        if self._ready_fd is not None:
            os.close(self._ready_fd)
        self._ready_fd = read
        return process

    def _is_ready(self, process: subprocess.Popen[bytes], tick: Callable[[], None]) -> bool:
        """Wait until the first worker of the gunicorn that was started last serves requests."""
        deadline = time.monotonic() + START_TIMEOUT
        fd, self._ready_fd = self._ready_fd, None
        if fd is None:
            return False
        with closing(os.fdopen(fd, "rb", buffering=0)) as ready:
            while process.poll() is None and time.monotonic() < deadline:
                if select.select([ready], [], [], 0.2)[0]:
                    return bool(ready.read(1))
                tick()
        return False
