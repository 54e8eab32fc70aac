"""Find ``pg_dump`` and ``psql`` of a version that fits the server."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from louzu.backup.errors import BackupError

DEBIAN = Path("/usr/lib/postgresql")
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def find_program(name: str, *, major: int) -> Path:
    """Return a program of the server's major version or a later one, the embedded one first.

    ``pg_dump`` refuses a server that is newer than itself. Raises BackupError if there is none.
    """
    found = {}
    for path in _candidates(name):
        version = _major_of(path)
        if version >= major:
            return path
        found[str(path)] = version
    older = ", ".join(f"{path} is of version {version}" for path, version in found.items())
    raise BackupError(
        f"The server is PostgreSQL {major}, and no {name} of this version or a later one is here"
        f" ({older or 'none was found'}): install postgresql-client-{major}."
    )


def _candidates(name: str) -> Iterator[Path]:
    embedded = import_string(settings.POSTGRES_PROGRAMS)() / name
    if embedded.exists():
        yield embedded
    if inside_path := shutil.which(name):
        yield Path(inside_path)
    yield from sorted(DEBIAN.glob(f"*/bin/{name}"), reverse=True)


def _major_of(program: Path) -> int:
    """Return 0 for one that cannot be run."""
    try:
        told = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
            [program, "--version"], capture_output=True, text=True, check=True, timeout=10
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = VERSION.search(told)
    return int(match[1]) if match else 0
