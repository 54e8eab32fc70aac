"""How many processes and threads answer requests: by cores and memory, unless they are set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from louzu.lib.variables import shown
from louzu.server.errors import StartError

THREADS = 8
"""A request takes a thread while it is read, so a slow client takes one too. More threads than
``LOUZU_DATABASE_POOL`` wait for each other's connections."""
MIN_WORKERS, MAX_WORKERS = 2, 5
"""By default. The upper limit is set by ``max_connections`` of the embedded server: 8 connections for
each worker, 13 for the job queue."""
WORKER_MB, OTHERS_MB = 500, 1000
"""Memory of one worker with the process that decodes photos, and of everything else."""
CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class WebSize:
    workers: int
    threads: int


def web_size(variables: Mapping[str, str] = os.environ) -> WebSize:
    """Raises StartError with a sentence about a wrong variable."""
    fitting = min(cores(), (memory_mb() - OTHERS_MB) // WORKER_MB, MAX_WORKERS)
    return WebSize(
        workers=_number(variables, "LOUZU_WEB_WORKERS", max(fitting, MIN_WORKERS)),
        threads=_number(variables, "LOUZU_WEB_THREADS", THREADS),
    )


def cores() -> int:
    """Return the processors that this process may use, also by the limit of a container."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota, _space, period = _read(CGROUP / "cpu.max").partition(" ")
    if quota.isdecimal() and period.isdecimal():
        return max(1, min(found or 1, int(quota) // int(period)))
    return found or 1


def memory_mb() -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = _read(CGROUP / "memory.max")
    return min(total, int(limit) if limit.isdecimal() else total) // 2**20


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


def _number(variables: Mapping[str, str], name: str, default: int) -> int:
    word = variables.get(name) or str(default)
    if not word.isdecimal() or int(word) < 1:
        raise StartError(f"{name} is “{shown(word)}”: write a number, 1 or more.")
    return int(word)
