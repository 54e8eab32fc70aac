"""Keys of different cells never meet: each cell's sequences begin at its number times ``SPAN``.

So a row can be moved from cell to cell under the key that it has (docs/scale.md).
"""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import connection

SPAN = 10**12
SEQUENCES = """
    SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), greatest(last_value, start_value)
    FROM pg_sequences WHERE schemaname = current_schema() AND data_type = 'bigint'::regtype
"""


def number_sequences(cell: int) -> None:
    """Let new rows get keys of this cell, as the owner of the tables. Those that are there keep theirs.

    Raises CommandError if the database belongs to another cell.
    """
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        last = dict(cursor.fetchall())
        found = max(last.values(), default=0) // SPAN
        if found > cell:
            raise CommandError(
                f"LOUZU_CELL is {cell}, but this database gives out keys of the cell {found}: write"
                f" LOUZU_CELL={found}. A number never becomes smaller."
            )
        for name, value in last.items():
            if value < cell * SPAN:
                first = cell * SPAN + 1
                cursor.execute(f"ALTER SEQUENCE {name} START WITH {first} RESTART")
