"""Settings and the clock of PostgreSQL connections, and checks of the server's configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 -- Django's name
from django.db import connection, connections

LOG_SETTINGS = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_parameter_max_length": "0",
}
"""These settings keep statements, details and parameters out of the server's log, because they
contain phone numbers, names and answers."""
WEB_LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
"""For connections of the web server. Commands and migrations may take longer."""


def limit_connections(limits: dict[str, str] = WEB_LIMITS, *, alias: str = "default") -> None:
    """Pass the limits when a connection is opened. A pooler refuses that: there the role has them."""
    if behind_pooler(alias):
        return
    options = connections.settings[alias].setdefault("OPTIONS", {})
    flags = " ".join(f"-c {name}={value}" for name, value in limits.items())
    options["options"] = f"{options.get('options', '')} {flags}".strip()


def behind_pooler(alias: str = "default") -> bool:
    """Return whether a pooler in transaction mode stands before the database (LOUZU_DATABASE_POOLER)."""
    return bool(connections.settings[alias].get("DISABLE_SERVER_SIDE_CURSORS"))


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables, if that is another role than the portal's.

    Use it outside of a transaction only: the connection is closed before and after.
    """
    with connected_with(settings.DATABASE_OWNER):
        yield


@contextmanager
def connected_with(changed: Mapping[str, Any]) -> Iterator[None]:
    """Connect with other settings, such as USER or NAME, or to another server. Use it outside of a
    transaction only."""
    if not changed:
        yield
        return
    kept = {key: connections.settings["default"][key] for key in changed}
    _reconnect(changed)
    try:
        yield
    finally:
        _reconnect(kept)


def _reconnect(changed: Mapping[str, Any]) -> None:
    close_connections()
    connections.settings["default"].update(changed)
    if "HOST" in changed:
        del connections["default"]  # it remembers the version of its server


def close_connections() -> None:
    """Close this thread's connection, and those of the pool that are not in use."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@register(Tags.database)
def check_server_log(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- Django's
    databases: Sequence[str] | None,
    **_more: object,
) -> Sequence[CheckMessage]:
    """Warn if the server may log values of rows, as it does without ``LOG_SETTINGS``."""
    return [
        Warning(
            f"PostgreSQL's log may keep phone numbers and names: set {', '.join(wrong)}"
            " (docs/operations.md, “Another PostgreSQL”).",
            id="louzu.W001",
        )
        for alias in databases or []
        if (wrong := _differing(alias))
    ]


@register(Tags.database)
def check_role(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- Django's
    databases: Sequence[str] | None,
    **_more: object,
) -> Sequence[CheckMessage]:
    """Warn if the portal's role owns its tables, because an owner can remove triggers."""
    return [
        Warning(
            "The portal works as the owner of its tables, who may change what is only added to:"
            " set LOUZU_DATABASE_OWNER_URL (docs/operations.md, “Another PostgreSQL”).",
            id="louzu.W002",
        )
        for alias in databases or []
        if _owns_tables(alias)
    ]


def _owns_tables(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relkind = 'r' AND pg_has_role(relowner, 'USAGE')"
            " AND relnamespace = current_schema()::regnamespace)"
        )
        (owns,) = cursor.fetchone()
    return bool(owns)


def _differing(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(LOG_SETTINGS)]
        )
        found = dict(cursor.fetchall())
    return [f"{name} = {value}" for name, value in LOG_SETTINGS.items() if found.get(name) != value]


def database_now() -> dt.datetime:
    """Return the time of the database, which decides about deadlines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        hour: dt.datetime = cursor.fetchone()[0]
        return hour
