"""Which release of the code is running: pages remembered by a browser are keyed by it."""

from __future__ import annotations

import hashlib
from pathlib import Path

WATCHED = ("governance", "locale", "louzu", "residents", "static", "templates")


def fingerprint_of(root: Path) -> str:
    """Twelve hex digits that change with any source file; reads no contents."""
    files = sorted(
        file
        for top in WATCHED
        for file in (root / top).rglob("*.*")
        if file.suffix != ".pyc" and file.is_file()
    )
    marks = (f"{file.relative_to(root)} {file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:12]
