"""Dump the database, and read in the same snapshot what the manifest says of it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from louzu.backup.archive import PIECE
from louzu.backup.errors import BackupError
from louzu.backup.programs import find_program

NOT_LIBPQ = {"pool", "server_side_binding", "assume_role", "isolation_level"}
"""Options of Django's, not of libpq."""
EXTENSIONS = ["btree_gist"]
WITHOUT_ROWS = [
    "django_session",
    "usersessions_usersession",
    "shared_cache",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_jobs",
    "procrastinate_workers",
]
"""Tables that are dumped without rows: what signs people in, and the queue, whose jobs may not run again
after a restore. What is to be done is in other tables."""
TABLES = """
    SELECT c.relname::text FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT c.relispartition
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
OTHER_SCHEMAS = """
    SELECT nspname::text FROM pg_namespace
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg\\_%'
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the database was at the moment of the dump."""

    name: str
    server: str
    rows: dict[str, int]
    heads: dict[str, str]
    migrations: list[str]


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a transaction whose state ``pg_dump`` can take over for as long as it is open."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        name, server = cursor.fetchone()
        yield Snapshot(name, server, count_rows(), journal_heads(), applied_migrations())


def count_rows() -> dict[str, int]:
    """Return the number of rows of each table; 0 for those whose rows are not dumped."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            if table in WITHOUT_ROWS:
                found[table] = 0
                continue
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a table's own name
            (found[table],) = cursor.fetchone()
    return found


def journal_heads() -> dict[str, str]:
    heads: dict[str, str] = import_module(settings.BACKUP_JOURNALS).journal_heads()
    return heads


def applied_migrations() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def dump_pieces(taken: Snapshot) -> Iterator[bytes]:
    """Yield the dump in pieces. Raises BackupError with what ``pg_dump`` says if it fails."""
    with connection.cursor() as cursor:
        cursor.execute(OTHER_SCHEMAS)
        others = [f"--exclude-schema={name}" for (name,) in cursor.fetchall()]
    command: list[str | Path] = [
        find_program("pg_dump", major=server_major()),
        f"--snapshot={taken.name}",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--no-publications",
        "--no-subscriptions",
        "--no-tablespaces",
        "--no-password",
        "--encoding=UTF8",
        "--lock-wait-timeout=60000",
        *(f"--extension={name}" for name in EXTENSIONS),
        *(f"--exclude-table-data=public.{table}" for table in WITHOUT_ROWS),
        *others,
        *connection_arguments(),
    ]
    with tempfile.TemporaryFile() as complaints:
        dumping = subprocess.Popen(  # noqa: S603 -- see find_program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=program_environment(),
        )
        with dumping:
            try:
                while piece := _read_whole(dumping.stdout, PIECE):
                    yield piece
            finally:
                if dumping.poll() is None and dumping.stdout and not dumping.stdout.closed:
                    dumping.stdout.close()
        if dumping.returncode:
            raise BackupError(f"pg_dump failed: {last_words(complaints)}")


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


def _read_whole(source: IO[bytes] | None, size: int) -> bytes:
    """Read ``size`` bytes, or fewer at the end."""
    return source.read(size) if source else b""
