"""A restored database carries a mark until its files and keys are those of the backup as well.

The mark is a comment on a table. It is written in the transaction that loads the dump, so that it is
there however the restore ends, on every node, and wherever the keys are.
"""

from __future__ import annotations

from django.db import connection

from louzu.backup.errors import BackupError
from louzu.lib.database import as_owner

TABLE = "public.django_content_type"
MARK = "louzu restore under way"
SET_MARK = f"COMMENT ON TABLE {TABLE} IS '{MARK}';\n"
AGAIN = "do not start the portal, mend this and run the same restore again with --over"
UNFINISHED = (
    "A restore into this portal was cut off, so that its database, uploaded files and keys may be of two"
    " portals: run the same restore again with --over (docs/backup.md)."
)


def is_unfinished() -> bool:
    """Return whether Django's database was restored, and the restore did not end well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
        return bool(cursor.fetchone()[0] == MARK)


def require_finished() -> None:
    """Raises BackupError."""
    if is_unfinished():
        raise BackupError(UNFINISHED)


def remove_mark() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {TABLE} IS NULL")
