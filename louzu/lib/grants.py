"""What the role that the portal works with may do to the tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

APPEND_ONLY = "refuse_change"
"""The trigger of a table that is only added to: on such a table the role may not change a row."""
EMPTIED = "keep_sealed"
"""The trigger of a table that is vacuumed after it was emptied: the role may do that."""
HAS_MAINTAIN = 170_000
"""The first PostgreSQL in which the right to vacuum can be given."""
OWN = """
    SELECT c.oid::regclass::text,
        array(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND pg_has_role(c.relowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""


def grant_rights(role: str) -> None:
    """Let ``role`` read and write all tables, but only add to those with the trigger for it.

    For the owner of the tables, after each migration; whatever was granted before is replaced.
    """
    tables = own_tables()
    appended = append_only(tables)
    emptied = [table for table, triggers in tables.items() if EMPTIED in triggers]
    with transaction.atomic():
        _grant("REVOKE ALL ON {} FROM {}", tables, role)
        _grant("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", tables, role)
        _grant("REVOKE UPDATE, DELETE ON {} FROM {}", appended, role)
        _grant("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}", ["django_migrations"], role)
        if connection.pg_version >= HAS_MAINTAIN:  # type: ignore[attr-defined]
            _grant("GRANT MAINTAIN ON {} TO {}", emptied, role)


def own_tables() -> dict[str, list[str]]:
    """The tables that belong to us, quoted where needed, with their triggers."""
    with connection.cursor() as cursor:
        cursor.execute(OWN)
        return dict(cursor.fetchall())


def append_only(tables: dict[str, list[str]]) -> list[str]:
    return [table for table, triggers in tables.items() if APPEND_ONLY in triggers]


def _grant(statement: str, tables: Iterable[str], role: str) -> None:
    if names := ", ".join(tables):
        with connection.cursor() as cursor:
            cursor.execute(statement.format(names, connection.ops.quote_name(role)))
