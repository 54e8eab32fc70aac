"""Dump the database, and read in the same snapshot what the manifest says of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from subprocess import PIPE

from django.conf import settings
from django.db import connection, transaction

from louzu.backup.archive import PIECE
from louzu.backup.programs import run_program
from louzu.backup.unfinished import require_finished

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
    """Open a transaction whose state ``pg_dump`` can take over for as long as it is open. Raises BackupError
    for a database that is restored by half."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        require_finished()
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
    options = [
        f"--snapshot={taken.name}",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--no-publications",
        "--no-subscriptions",
        "--no-tablespaces",
        "--encoding=UTF8",
        "--lock-wait-timeout=60000",
        *(f"--extension={name}" for name in EXTENSIONS),
        *(f"--exclude-table-data=public.{table}" for table in WITHOUT_ROWS),
        *others,
    ]
    with run_program("pg_dump", *options, failure="pg_dump failed", stdout=PIPE) as dumping:
        while dumping.stdout and (piece := dumping.stdout.read(PIECE)):
            yield piece
