"""Gunicorn's configuration. Its address and size are arguments that ``web`` gives it.

Gunicorn calls ``post_fork`` and ``post_worker_init`` in each new worker.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Protocol

from louzu.env import ROOT
from louzu.server import processes

READY_FD = "LOUZU_READY_FD"
"""Environment variable with the file descriptor to write to when the first worker serves requests."""

worker_class = "louzu.server.web_worker.CollectingWorker"
preload_app = True
timeout = 60
graceful_timeout = 25  # below the time that children.py and the systemd unit give
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108
control_socket_disable = True
forwarded_allow_ips = ""  # Django reads these headers, if LOUZU_PROXIES is set
chdir = str(ROOT)


class GunicornWorker(Protocol):
    ppid: int


def post_fork(_server: object, worker: GunicornWorker) -> None:
    """Without its main process a worker finishes its requests and ends."""
    processes.set_death_signal(signal.SIGTERM)
    if os.getppid() != worker.ppid:  # the main process ended before the line above
        sys.exit(1)


def post_worker_init(_worker: GunicornWorker) -> None:
    if ready := os.environ.get(READY_FD):
        with contextlib.suppress(OSError):  # nobody waits any more
            os.write(int(ready), b"1")
