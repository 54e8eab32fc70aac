"""Rules for migrating (ADR 58): one node at a time, with short waits for locks, and only a database
that fits the release of this code."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from psycopg import errors

OLDEST_RELEASE = "0.1.0"
"""The oldest release whose code works on the tables of this one. A release that removes a column or
a table raises it to the first one that no longer uses them (docs/how-to/change-a-table.md)."""
FIRST_RELEASE = "0.1.0"
LOCK_TIMEOUT = "5s"
"""Pages wait behind a migration that waits for a lock, so it gives up sooner than they do."""
PAUSES = (1, 2, 5, 10, 20, 30)
"""Seconds between two attempts to migrate while somebody else holds a lock on the table."""
LOCK_CONFLICTS = (errors.LockNotAvailable, errors.DeadlockDetected)
LOCK_ID = 5_806_114_000
RECORD = re.compile(r"louzu (\S+); code of (\S+) or newer")
TABLE = "django_migrations"


@contextmanager
def migration_lock(tell: Callable[[str], object], *, lock_id: int = LOCK_ID) -> Iterator[None]:
    """Hold an advisory lock, by default that of migrations, in a session of its own, which is closed at the end.

    The lock belongs to a transaction, so that it holds behind PgBouncer too. Waiting is repeated
    asking, because ``CREATE INDEX CONCURRENTLY`` would wait for the end of a waiting statement.
    """
    session = psycopg.connect(**connection.get_connection_params())
    try:
        session.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        if not _has_lock(session, lock_id):
            tell("Another process migrates this database. Waiting until it has finished.")
            while not _has_lock(session, lock_id):
                time.sleep(0.5)
        yield
    finally:
        session.close()


def _has_lock(session: psycopg.Connection[tuple[bool]], lock_id: int) -> bool:
    (got,) = session.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_id]).fetchone() or (
        False,
    )
    return got


def retry_on_locks(
    do: Callable[[], object], tell: Callable[[str], object], pauses: Sequence[float] = PAUSES
) -> None:
    """Call ``do`` until it finds its tables free. A failed migration has been rolled back.

    Raises CommandError after the last attempt, and for every other error of the database.
    """
    for pause in (*pauses, None):
        try:
            do()
        except (DatabaseError, InconsistentMigrationHistory) as error:
            locked = isinstance(error.__cause__, LOCK_CONFLICTS)
            if not locked or pause is None:
                raise CommandError(_reason(error, locked=locked)) from error
            tell(f"A table is in use. The next attempt to migrate is in {pause:g} seconds.")
            time.sleep(pause)
        else:
            return


def _reason(error: Exception, *, locked: bool) -> str:
    if locked:
        return (
            "The database could not be migrated, because a table is in use all the time. Nothing of the"
            " last migration was kept: run this again when there is less to do."
        )
    first_line = (str(error).splitlines() or [type(error).__name__])[0]
    return (
        f"The database could not be migrated, nothing of the last migration was kept: {first_line}"
    )


def set_lock_timeout(limit: str = LOCK_TIMEOUT) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [limit])


def require_fitting(version: str) -> None:
    """Raise CommandError if the database is too new for this code, or older than the first release."""
    found = recorded_release()
    if found is None and (unknown := _unknown_migrations()):
        raise CommandError(
            f"This database is from before release {FIRST_RELEASE} (it has {unknown[0]}) and cannot be"
            " upgraded: restore a backup of a release, or begin with an empty database."
        )
    if found and _numbers(version) < _numbers(found[1]):
        raise CommandError(
            f"This database was migrated by release {found[0]} and works with {found[1]} or newer;"
            f" this is {version}: install a newer release, or restore the backup from before the upgrade."
        )


def recorded_release() -> tuple[str, str] | None:
    """Return the newest release that migrated this database, and the oldest whose code still works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
        (comment,) = cursor.fetchone()
    found = RECORD.fullmatch(comment or "")
    return (found[1], found[2]) if found else None


def record_release(version: str, oldest: str = OLDEST_RELEASE) -> None:
    """Write the release as a comment on Django's table of migrations, unless a newer one stands there."""
    found = recorded_release()
    if found is None or _numbers(found[0]) < _numbers(version):
        with connection.cursor() as cursor:
            cursor.execute(
                f"COMMENT ON TABLE {TABLE} IS %s", [f"louzu {version}; code of {oldest} or newer"]
            )


def _unknown_migrations() -> list[str]:
    """Return applied migrations of installed apps that this code does not have."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations) | {
        replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [TABLE])
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(f"SELECT app, name FROM {TABLE} ORDER BY id")  # noqa: S608 -- a constant
        applied = cursor.fetchall()
    apps = loader.migrated_apps
    return [f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
