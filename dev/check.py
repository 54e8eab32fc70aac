"""``make check``: run every gate except for the tests, as many at once as there are processors.

A failure does not stop the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dev.audit import NOT_ASKED

BIN = Path(sys.executable).parent
PRODUCTION = {
    "LOUZU_HOSTS": "portal.example.org",
    "LOUZU_PROXIES": "1",
    "LOUZU_SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "LOUZU_DATABASE_URL": "postgres://nobody@localhost/nowhere",
    "LOUZU_BACKUP_NIGHTLY": "0",
}
GATES = {
    "types (mypy)": ["mypy"],  # takes longest, so it begins first
    "ruff format": ["ruff", "format", "--check", "-q", "."],
    "ruff": ["ruff", "check", "-q", "."],
    "djangofmt": ["djangofmt", "-q", "--check", "templates"],
    "djangofmt check": ["djangofmt", "check", "templates"],
    "biome": ["python", "-m", "dev.biome"],
    "layers (import-linter)": ["lint-imports", "--no-cache"],
    "messages": ["python", "-m", "dev.messages", "--check"],
    "commit messages": ["python", "-m", "dev.commits"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "migrations since the release": ["python", "-m", "dev.migrations"],
    "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "known vulnerabilities (pip-audit)": ["python", "-m", "dev.audit"],
}


def main() -> int:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        ended = pool.map(_run, GATES.values())
        failed = [name for name, done in zip(GATES, ended, strict=True) if not _passes(name, done)]
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "All gates hold.\n")
    return 1 if failed else 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / command[0], *command[1:]],
        env={**os.environ, **PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )


def _passes(name: str, done: subprocess.CompletedProcess[str]) -> bool:
    if done.returncode == NOT_ASKED:
        sys.stdout.write(f"skip   {name}: {done.stdout}")
        return True
    sys.stdout.write(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}\n")
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
