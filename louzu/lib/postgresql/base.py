"""Django's PostgreSQL backend, which notes outages and refuses commits that were not replicated."""

from __future__ import annotations

import time
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base

from louzu.lib import clock
from louzu.lib.faults import OUTAGE, refuse_late_statements
from louzu.lib.postgresql.connecting import private_error

CANCELED_WAIT = "canceling wait for synchronous replication"
"""Beginning of the warning of a COMMIT whose wait for a standby was cancelled. PostgreSQL reports it as
done, but a failover may lose it."""

_not_replicated: WeakSet[psycopg.Connection[Any]] = WeakSet()


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(refuse_late_statements)

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        try:
            connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            OUTAGE.begin()
            raise private_error(error, conn_params) from None
        OUTAGE.end()
        return connection

    def _configure_connection(self, connection: psycopg.Connection[Any]) -> bool:
        """Called once for each new connection, by the pool or by Django, which commits then."""
        _watch_notices(connection)
        _read_clock(connection)
        super()._configure_connection(connection)  # type: ignore[misc]  # Django's own
        return True

    def _commit(self) -> None:
        """Raise OperationalError if it is not known whether the transaction will last.

        Files of such a transaction are kept, because its rows may refer to them.
        """
        try:
            super()._commit()  # type: ignore[misc]  # Django's own
            _refuse_unreplicated(self.connection)
        except OperationalError:
            for entry in self.run_on_commit:
                callback = entry[1]
                if getattr(callback, "also_if_unknown", False):
                    callback()
            raise


def _refuse_unreplicated(connection: psycopg.Connection[Any] | None) -> None:
    if connection and connection in _not_replicated:
        _not_replicated.discard(connection)
        raise OperationalError("The commit was not replicated: its wait was cancelled.")


def _read_clock(connection: psycopg.Connection[Any]) -> None:
    asked = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        (seconds,) = cursor.fetchone() or (asked,)
    clock.set_database_time(seconds, asked=asked, answered=time.time())


def _watch_notices(connection: psycopg.Connection[Any]) -> None:
    watched: WeakSet[psycopg.Connection[Any]] = WeakSet([connection])

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if (diagnostic.message_primary or "").startswith(CANCELED_WAIT):
            _not_replicated.update(watched)

    connection.add_notice_handler(note)
