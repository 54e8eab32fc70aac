"""The gunicorn that the bench measures, and its memory."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from louzu.env import ROOT


@contextmanager
def run_gunicorn() -> Iterator[tuple[int, int, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "louzu.wsgi",
        "--preload",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "error",
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT)
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
            break
        except OSError:
            time.sleep(0.02)
    started = time.perf_counter() - begun
    try:
        yield port, process.pid, started
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def worker_memory(pid: int) -> list[float]:
    """Return the proportional set size of each worker in MB."""
    if not sys.platform.startswith("linux"):
        return []
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sums = (Path(f"/proc/{worker}/smaps_rollup").read_text() for worker in workers)
    return [
        round(
            next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
            / 1024,
            1,
        )
        for text in sums
    ]
