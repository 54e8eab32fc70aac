"""Find ``pg_dump`` and ``psql`` of a version that fits the server, and run them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from psycopg.conninfo import make_conninfo

from louzu.backup.errors import BackupError

DEBIAN = Path("/usr/lib/postgresql")
NOT_LIBPQ = {"pool", "server_side_binding", "assume_role", "isolation_level"}
"""Options of Django's, not of libpq."""
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


@contextmanager
def run_program(
    name: str, *options: str, failure: str, stdin: int = DEVNULL, stdout: int = DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on Django's database for as long as the block runs, and wait for its end.

    If the block raises, the program is killed. Raises BackupError with ``failure`` and PostgreSQL's
    first complaint if it fails by itself; a block that cannot write to it any more is ended by that.
    """
    command: list[str | Path] = [
        find_program(name, major=server_major()),
        *options,
        "--no-password",
        *connection_arguments(),
    ]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 -- see find_program
            command, stdin=stdin, stdout=stdout, stderr=complaints, env=program_environment()
        ) as running:
            try:
                yield running
            except BaseException as error:
                told_by_program = isinstance(error, BrokenPipeError)
                if not told_by_program:
                    running.kill()
                with suppress(BrokenPipeError):  # of what is still to be written
                    if running.stdin:
                        running.stdin.close()
                if not told_by_program:
                    raise
        if running.returncode:
            raise BackupError(f"{failure}: {last_words(complaints)}")


def server_major() -> int:
    """Return the version of the server to which Django is connected."""
    connection.ensure_connection()
    version: int = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's alone
    return version // 10_000


def connection_arguments() -> list[str]:
    """Return how a program of PostgreSQL connects as Django does. The password is in the environment,
    since others can read arguments."""
    found = connection.settings_dict
    options = {key: value for key, value in found["OPTIONS"].items() if key not in NOT_LIBPQ}
    named: dict[str, Any] = {
        "dbname": found["NAME"],
        "user": found["USER"],
        "host": found["HOST"],
        "port": found["PORT"],
        **options,
    }
    kept = {key: value for key, value in named.items() if value and key != "password"}
    return ["-d", make_conninfo("", **kept)]


def program_environment() -> dict[str, str]:
    """Return a small environment, with the password and without the portal's secrets."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
    password = connection.settings_dict["PASSWORD"]
    return {**kept, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}


def last_words(complaints: IO[bytes]) -> str:
    """Return what a program wrote at its end, without lines that quote values of rows."""
    complaints.seek(0)
    lines = complaints.read()[-4000:].decode(errors="replace").splitlines()
    told = [line.strip() for line in lines if "error" in line.lower() or "FATAL" in line]
    return (told or [line.strip() for line in lines] or ["it gave no reason"])[0][:300]


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
