"""Move the portal's database into another PostgreSQL: all of it or nothing, compared row by row count.

The portal stands meanwhile. The present database is only read.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, connection, transaction

from louzu.backup.archive import LEVEL, PIECE
from louzu.backup.checking import Say
from louzu.backup.dump import (
    EXTENSIONS,
    TABLES,
    Snapshot,
    count_rows,
    dump_pieces,
    journal_heads,
    snapshot,
)
from louzu.backup.errors import BackupError
from louzu.backup.loading import drop_statements, load_dump
from louzu.backup.programs import server_major
from louzu.backup.targets import check_journals, check_rows, refuse_if_connected
from louzu.lib.database import as_owner, connected_with
from louzu.lib.grants import grant_rights

MIN_MAJOR = 15
PROBE = "louzu_probe"
"""Name of a table that is made and taken back."""
FACTS = """
    SELECT pg_encoding_to_char(encoding), datcollate, datlocprovider
    FROM pg_database WHERE datname = current_database()
"""
LIBC = "c"


@dataclass(frozen=True, slots=True)
class MoveTarget:
    database: dict[str, Any]
    """An entry of ``DATABASES``, of the portal's role."""
    owner: dict[str, str]
    """USER and PASSWORD of the role that will own the tables; {} if it is the portal's own."""

    @property
    def as_owner(self) -> dict[str, Any]:
        return {**self.database, **self.owner}


def check_target(target: MoveTarget, *, say: Say) -> None:
    """Raises BackupError unless the target is empty and can take the tables. Nothing is changed."""
    with as_owner():
        ours = server_major()
    with _told(target.database), connected_with(target.database):
        theirs = server_major()
    if theirs < MIN_MAJOR:
        raise BackupError(f"The target is PostgreSQL {theirs}; louzu needs {MIN_MAJOR} or newer.")
    if theirs < ours:
        say(
            f"The target is PostgreSQL {theirs}, older than {ours} here. It takes the tables or refuses"
            " them as a whole."
        )
    with _told(target.as_owner), connected_with(target.as_owner):
        _check_facts(say)
        _try_rights()


def move(target: MoveTarget, *, folder: Path, say: Say) -> Snapshot:
    """Dump, load and compare. Call ``check_target`` first. The dump is kept in ``folder`` for as long as
    it takes, in a file without a name. Raises BackupError, after which the target is empty again."""
    refuse_if_connected()
    with tempfile.TemporaryFile(dir=folder) as kept:
        say("dumping the database")
        taken = _dump_into(kept)
        say(f"{sum(taken.rows.values())} rows dumped, loading them into the target")
        with _emptied_after_failure(target):
            with connected_with(target.as_owner):
                load_dump(_pieces(kept), replace=False)
                check_rows(taken.rows)
                check_journals(taken.heads)
                if target.owner:
                    grant_rights(target.database["USER"])
            say("comparing both")
            _require_equal(target, taken)
    return taken


def _require_equal(target: MoveTarget, taken: Snapshot) -> None:
    with connected_with(target.database):
        there = count_rows()
    with as_owner():
        here, heads = count_rows(), journal_heads()
    if there != taken.rows or here != taken.rows or heads != taken.heads:
        raise BackupError("Somebody wrote into one of the databases meanwhile: nothing was moved.")


def _dump_into(kept: IO[bytes]) -> Snapshot:
    packed = gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=LEVEL)
    with as_owner(), snapshot() as taken, packed:
        for piece in dump_pieces(taken):
            packed.write(piece)
    kept.seek(0)
    return taken


def _pieces(kept: IO[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=kept, mode="rb") as packed:
        while piece := packed.read(PIECE):
            yield piece


def _check_facts(say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        if names := [name for (name,) in cursor.fetchall()]:
            raise BackupError(
                f"The target has {len(names)} tables already, such as {names[0]}: create an empty"
                " database."
            )
        cursor.execute(FACTS)
        encoding, collation, provider = cursor.fetchone()
    if encoding != "UTF8":
        raise BackupError(
            f"The target's encoding is {encoding}: create it with"
            " CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )
    if provider == LIBC and collation.partition(".")[0] not in {"C", "POSIX"}:
        say(
            f"The target's collation is {collation}: names may be listed in another order than here."
        )


def _try_rights() -> None:
    """Do what the owner has to do later, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in EXTENSIONS:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        cursor.execute(f"CREATE TABLE public.{PROBE} (id int)")
        transaction.set_rollback(True)


@contextmanager
def _told(database: dict[str, Any]) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise BackupError(f"The target cannot be used by {database['USER']}: {reason}") from None


@contextmanager
def _emptied_after_failure(target: MoveTarget) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with connected_with(target.as_owner):
            _empty()
        raise


def _empty() -> None:
    if statements := drop_statements():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statements)
