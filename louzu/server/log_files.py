"""Bound the log of a program that keeps its file open."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MAX_LOG_BYTES = 5_000_000


def shorten_log(log: Path) -> None:
    """Move what was written to ``….1`` when it is large. The program appends, so it goes on at the
    beginning of the emptied file; a line that it writes just now may be lost."""
    if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        os.truncate(log, 0)
