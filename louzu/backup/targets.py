"""The database that a backup is restored into."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from psycopg import sql

from louzu.backup.dump import TABLES, count_rows, journal_heads
from louzu.backup.errors import BackupError, HalfRestoredError
from louzu.backup.loading import load_dump
from louzu.backup.unfinished import AGAIN, SET_MARK
from louzu.lib.database import as_owner, close_connections, connected_with

ENDING = 3.0
"""Seconds in which connections that were just closed may end."""
RESTORING, REPLACED = "_restoring", "_replaced"
"""Endings of the names of databases."""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def is_used() -> bool:
    """Return whether anybody has an account in the portal's database."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(TABLES)
        users = get_user_model()._meta.db_table
        if users not in {name for (name,) in cursor.fetchall()}:
            return False
        cursor.execute(f"SELECT EXISTS (SELECT FROM {users})")  # noqa: S608 -- of our own
        return bool(cursor.fetchone()[0])


def refuse_if_connected() -> None:
    """Raises BackupError while anybody else is connected, such as a running portal."""
    close_connections()
    deadline = time.monotonic() + ENDING
    with psycopg.connect(**connection.get_connection_params()) as own:  # without the pool
        while (others := _number_of_others(own)) and time.monotonic() < deadline:
            own.rollback()
            time.sleep(0.1)
    if others:
        raise BackupError(
            f"{others} other connections to this database are open: stop the portal and its workers"
            " on every node (and PgBouncer, if there is one) first."
        )


def _number_of_others(own: psycopg.Connection[Any]) -> int:
    row = own.execute(OTHERS).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def restored_database(pieces: Iterable[bytes], expected: dict[str, int]) -> Iterator[None]:
    """Load the dump and connect Django to it for as long as the block runs.

    On the embedded server it is loaded beside the present database, which it replaces when the block
    ends well: until then nothing is lost. In another server it is loaded in one transaction, in which
    the present tables are dropped; whatever happens after that leaves a portal that is restored by half.
    The database is marked as unfinished. Raises BackupError and HalfRestoredError.
    """
    refuse_if_connected()
    if not settings.DATABASE_ADMIN:
        with as_owner():
            load_dump(pieces, replace=True, after=SET_MARK)
        with _told_as_half():
            with as_owner():
                check_rows(expected)
            yield
        return
    with _administration() as admin, _database_beside(admin) as beside:
        with connected_with({"NAME": beside}):
            with as_owner():
                load_dump(pieces, replace=False, after=SET_MARK)
                check_rows(expected)
            yield
        _exchange(admin, beside)


@contextmanager
def _told_as_half() -> Iterator[None]:
    try:
        yield
    except (Exception, KeyboardInterrupt) as reason:
        raise HalfRestoredError(
            f"{str(reason) or 'It was interrupted.'} The database is that of the backup already, the rest"
            f" is not: {AGAIN}."
        ) from reason


def check_rows(expected: dict[str, int]) -> None:
    """Raises BackupError if tables have other numbers of rows."""
    found = count_rows()
    wrong = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    if wrong:
        name = wrong[0]
        raise BackupError(
            f"{len(wrong)} tables differ from the manifest: {name} has {found.get(name)} rows"
            f" in place of {expected.get(name)}."
        )


def check_journals(heads: dict[str, str], *, slugs: Collection[str] | None = None) -> None:
    """Raises BackupError unless the journals of these buildings, by default of all, hold and have these
    last lines."""
    here = journal_heads()
    if {slug: here[slug] for slug in here if slugs is None or slug in slugs} != heads:
        raise BackupError("The last lines of the journals are not those of the file.")
    faults = import_module(settings.BACKUP_JOURNALS).journal_faults(slugs)
    if faults:
        raise BackupError(f"{len(faults)} journals do not hold: {faults[0]}.")


@contextmanager
def _administration() -> Iterator[psycopg.Connection[Any]]:
    """Connect as the embedded server's superuser, to its database for administration."""
    found = connection.settings_dict
    with psycopg.connect(
        host=found["HOST"],
        port=found["PORT"] or None,
        user=settings.DATABASE_ADMIN["USER"],
        dbname="postgres",
        autocommit=True,
    ) as admin:
        yield admin


@contextmanager
def _database_beside(admin: psycopg.Connection[Any]) -> Iterator[str]:
    """Create an empty database, and drop it at the end if it is still there under this name."""
    name = f"{connection.settings_dict['NAME']}{RESTORING}"
    owner = settings.DATABASE_OWNER["USER"]
    _drop(admin, name)
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
            sql.Identifier(name), sql.Identifier(owner)
        )
    )
    try:
        yield name
    finally:
        _drop(admin, name)


def _exchange(admin: psycopg.Connection[Any], beside: str) -> None:
    name = connection.settings_dict["NAME"]
    replaced = f"{name}{REPLACED}"
    _drop(admin, replaced)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with admin.transaction():
        admin.execute(rename.format(sql.Identifier(name), sql.Identifier(replaced)))
        admin.execute(rename.format(sql.Identifier(beside), sql.Identifier(name)))
    _drop(admin, replaced)


def _drop(admin: psycopg.Connection[Any], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
