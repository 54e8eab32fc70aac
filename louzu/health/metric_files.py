"""The files in which the web processes count what the metrics tell."""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")  # noqa: S108 -- the folder in it is made for this user only
FILES_OF_ENDED = 0
"""The number of no process: the files with what ended processes counted."""


def metrics_folder(home: Path) -> Path:
    """Return the folder of the files. It lies in memory, because a process that writes to a mapped file
    of a full disk is killed."""
    name = f"louzu-metrics-{os.geteuid()}-{sha256(os.fsencode(home)).hexdigest()[:12]}"
    folder = MEMORY / name if os.access(MEMORY, os.W_OK) else home / "metrics"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else.")
    return folder


def merge_ended_processes(folder: Path) -> None:
    """Add what ended processes counted to one pair of files, and remove theirs, or each process that was
    ever started would leave some. Only one process may call it."""
    from prometheus_client.mmap_dict import MmapedDict  # noqa: PLC0415 -- see louzu.health.metrics

    for file in sorted(folder.glob("*_*.db")):
        kind, pid = file.stem.split("_")[0], int(file.stem.rpartition("_")[2])
        if pid == FILES_OF_ENDED or psutil.pid_exists(pid):
            continue
        if kind != "gauge":  # a gauge tells the present state of its process
            total = MmapedDict(str(folder / f"{kind}_{FILES_OF_ENDED}.db"))
            with contextlib.closing(total):
                for key, value, *_more in MmapedDict.read_all_values_from_file(str(file)):
                    total.write_value(key, total.read_value(key)[0] + value, 0.0)
        file.unlink()
