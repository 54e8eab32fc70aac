"""A verb that cannot do its work says so in a sentence. Other errors are faults of the program."""

from __future__ import annotations

import sys
from collections.abc import Callable

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError

from louzu.command import env_file
from louzu.command.databases import why_unreachable

OTHER_TABLES = ("42P01", "42703", "42501")
"""PostgreSQL's codes of a missing table, of a missing column, and of missing rights."""


def run_verb(run: Callable[[], int]) -> int:
    """Run a verb with the variables of ``louzu.env``. Returns 1 after a failure, which was told."""
    try:
        env_file.load()
        return run()
    except (ImproperlyConfigured, DatabaseError, psycopg.Error) as error:
        sentence = _sentence(error)
        if not sentence:
            raise
        sys.stderr.write(f"{sentence}\n")
        return 1


def _sentence(error: Exception) -> str:
    """Return "" for an error that no operator can mend."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    told = str(error).partition("\n")[0]
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if getattr(cause, "sqlstate", None) in OTHER_TABLES:
        return (
            f"The tables of the database are not those of this release ({told}): “louzu serve” and"
            " “louzu manage migrate” make them."
        )
    if isinstance(error, OperationalError | psycopg.OperationalError):
        return why_unreachable() or f"The database broke off: {told}"
    return ""
