"""Writing what no form, action or trigger would let in, as somebody with the tables' owner's rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models


@contextmanager
def past_triggers(*of: type[models.Model]) -> Iterator[None]:
    """Within it the triggers of these models' tables are off, and statements are the owner's. Inside a
    transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or a table with pending checks is refused
        for model in of:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
        yield
        for model in of:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ENABLE TRIGGER USER')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'SET LOCAL ROLE "{role}"')
