"""The version of the release, and an identifier of the running code. Cached pages and collected static
files are renewed when the latter changes."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

FOLDERS = ("governance", "locale", "louzu", "residents", "static", "templates")


def source_fingerprint(root: Path) -> str:
    """Return twelve hex digits that change when a source file is added, removed or saved.

    They depend on names and modification times, because reading a thousand files would slow down
    each start.
    """
    files = sorted(
        file
        for top in FOLDERS
        for file in (root / top).rglob("*.*")
        if file.suffix != ".pyc" and file.is_file()
    )
    stamps = (f"{file.relative_to(root)} {file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:12]


def release_version(root: Path) -> str:
    """Return the version of the release, which is written in pyproject.toml only."""
    with (root / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
