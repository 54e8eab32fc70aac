"""Empty the database after a test that commits.

Django truncates every table there is and then makes its content types and permissions anew. Most tests
fill few tables, and emptying a small one by DELETE is quicker by far.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

MADE_ONCE = {ContentType, Permission}
"""Django writes them when it migrates, and no test changes them."""
CACHE = '"shared_cache"'
"""Tables of the settings, without a model."""


def tables() -> list[str]:
    """Return the quoted names of the tables that tests may fill."""
    models = apps.get_models(include_auto_created=True)
    return [f'"{model._meta.db_table}"' for model in models if model not in MADE_ONCE]


def empty() -> None:
    """Delete all committed rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        without_triggers(cursor)
        asked = [
            f"(SELECT '{table}' FROM {table} LIMIT 1)"  # noqa: S608 -- names of our own
            for table in (*tables(), CACHE)
        ]
        cursor.execute(" UNION ALL ".join(asked))
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def without_triggers(cursor) -> None:
    """Until the transaction ends: neither ours nor those of the foreign keys."""
    cursor.execute("SET LOCAL session_replication_role = replica")


def with_triggers(cursor) -> None:
    """Switch them on again, for what else the transaction does."""
    cursor.execute("SET LOCAL session_replication_role = origin")
