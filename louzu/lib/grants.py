"""Rights of the portal's database role on the tables (ADR 28)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

APPEND_ONLY = "refuse_change"
"""Name of the trigger of append-only tables: the role may not update or delete their rows."""
VACUUMED = "keep_sealed"
"""Name of the trigger of tables that are vacuumed after deletion: the role may vacuum them."""
HAS_MAINTAIN = 170_000
"""The first version of PostgreSQL with the privilege MAINTAIN, which includes VACUUM."""
OWN_TABLES = """
    SELECT c.oid::regclass::text,
        array(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND pg_has_role(c.relowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
OWN_SEQUENCES = """
    SELECT c.oid::regclass::text FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S'
        AND pg_has_role(c.relowner, 'USAGE')
        AND EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'a')
"""
"""Sequences of serial columns. Those of identity columns need no grant."""


def grant_rights(role: str) -> None:
    """Let ``role`` read and write all tables, but only insert into append-only ones.

    Run as the owner of the tables after each migration. It replaces earlier grants.
    """
    tables = own_tables()
    inserted_only = append_only(tables)
    vacuumed = [table for table, triggers in tables.items() if VACUUMED in triggers]
    with transaction.atomic():
        _grant("REVOKE ALL ON {} FROM {}", tables, role)
        _grant("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", tables, role)
        _grant("REVOKE UPDATE, DELETE ON {} FROM {}", inserted_only, role)
        _grant("GRANT USAGE ON SEQUENCE {} TO {}", own_sequences(), role)
        _grant("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}", ["django_migrations"], role)
        if connection.pg_version >= HAS_MAINTAIN:  # type: ignore[attr-defined]  # PostgreSQL's alone
            _grant("GRANT MAINTAIN ON {} TO {}", vacuumed, role)


def own_tables() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(OWN_TABLES)
        return dict(cursor.fetchall())


def own_sequences() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(OWN_SEQUENCES)
        return [name for (name,) in cursor.fetchall()]


def append_only(tables: dict[str, list[str]]) -> list[str]:
    return [table for table, triggers in tables.items() if APPEND_ONLY in triggers]


def _grant(statement: str, tables: Iterable[str], role: str) -> None:
    if names := ", ".join(tables):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(names, connection.ops.quote_name(role)))
