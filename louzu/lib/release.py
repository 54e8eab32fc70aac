"""An identifier of the running code. Cached pages and collected static files are renewed when it changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDERS = ("governance", "locale", "louzu", "residents", "static", "templates")


def source_fingerprint(root: Path) -> str:
    """Return twelve hex digits that change when a source file is added, removed or saved.

    It is a hash of names and modification times: reading some thousand files would delay every start.
    """
    files = sorted(
        file
        for top in FOLDERS
        for file in (root / top).rglob("*.*")
        if file.suffix != ".pyc" and file.is_file()
    )
    stamps = (f"{file.relative_to(root)} {file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:12]
