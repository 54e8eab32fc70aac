"""Load a dump with ``psql``, in one transaction: all of it or nothing.

Of the dump only SQL is executed. Commands of ``psql`` itself, such as ``\\!``, are locked out by
``\\restrict``, since anybody may have encrypted an archive to a public key.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from subprocess import PIPE

from django.db import connection
from psycopg import sql

from louzu.backup.dump import TABLES
from louzu.backup.programs import run_program, server_major

HAS_TRANSACTION_TIMEOUT = 17
COPY, END_OF_COPY = b"COPY ", b"\\."
OWN_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND pg_has_role(p.proowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
OWN_TYPES = """
    SELECT t.oid::regtype::text FROM pg_type t
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE t.typnamespace = 'public'::regnamespace AND pg_has_role(t.typowner, 'USAGE')
        AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
"""
"""Enumerations, domains, ranges, and composite types that are no table's."""


def load_dump(pieces: Iterable[bytes], *, replace: bool, after: str = "") -> None:
    """Load it into Django's database, as Django's role. ``replace``: drop what is there, in the same
    transaction. ``after``: SQL for its end. Raises BackupError with PostgreSQL's first complaint."""
    major = server_major()
    key = secrets.token_hex(16)
    before = f"\\restrict {key}\nBEGIN;\n{drop_statements() if replace else ''}"
    options = ("-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull)
    failure = "The database could not be loaded"
    with run_program("psql", *options, failure=failure, stdin=PIPE) as loading:
        connection.close()
        if stdin := loading.stdin:
            stdin.write(before.encode())
            stdin.writelines(sql_lines(pieces, major=major))
            stdin.write(f"{after}COMMIT;\n".encode())
            stdin.close()


def sql_lines(pieces: Iterable[bytes], *, major: int) -> Iterator[bytes]:
    """Yield the lines of a dump without those that this server or ``psql`` would refuse."""
    in_copy, unknown = False, [b"\\restrict", b"\\unrestrict"]
    if major < HAS_TRANSACTION_TIMEOUT:
        unknown.append(b"SET transaction_timeout")
    for line in _lines(pieces):
        if in_copy:
            in_copy = line.rstrip(b"\r\n") != END_OF_COPY
        elif line.startswith(tuple(unknown)):
            continue
        else:
            in_copy = line.startswith(COPY) and line.rstrip().endswith(b"FROM stdin;")
        yield line


def drop_statements() -> str:
    """Return SQL that drops the tables, functions and types of Django's role."""
    found: list[sql.Composable] = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (name,) in cursor.fetchall():
            found.append(
                sql.SQL("DROP TABLE IF EXISTS public.{} CASCADE;").format(sql.Identifier(name))
            )
        cursor.execute(OWN_FUNCTIONS)
        found += [
            sql.SQL(f"DROP ROUTINE IF EXISTS {name} CASCADE;") for (name,) in cursor.fetchall()
        ]
        cursor.execute(OWN_TYPES)
        found += [sql.SQL(f"DROP TYPE IF EXISTS {name} CASCADE;") for (name,) in cursor.fetchall()]
        return "".join(f"{statement.as_string(cursor.connection)}\n" for statement in found)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest
