"""Write rows that no form, action or trigger accepts, with the rights of the tables' owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.emptying import without_triggers


@contextmanager
def past_triggers() -> Iterator[None]:
    """Within it no trigger fires, and statements are the owner's. Inside a transaction only.

    ``ALTER TABLE … DISABLE TRIGGER`` would need a lock that autovacuum may have.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        without_triggers(cursor)
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f'SET LOCAL ROLE "{role}"')
