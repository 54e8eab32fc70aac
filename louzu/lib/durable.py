"""Make what was written survive a power cut."""

from __future__ import annotations

import os
from pathlib import Path


def write_through(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
