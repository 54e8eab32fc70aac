"""The entry of ``DATABASES``: the portal's backend, its pool, and how long it waits for a server."""

from __future__ import annotations

from typing import Any

from louzu.lib.postgresql.connecting import PrivateConnection

MAX_WAIT = 2
"""Seconds that a request waits for a connection, before it is answered with 503."""
TIMEOUTS = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
"""Parameters of libpq, in seconds: a server that is gone is noticed by its silence."""


def portal_database(database: dict[str, Any], *, pool_size: int, pooler: bool) -> dict[str, Any]:
    """``pooler``: the connections of a pooler in transaction mode keep no cursor after a transaction,
    and cannot be prepared for the portal when they are opened."""
    pool = {
        "connection_class": PrivateConnection,
        "min_size": 1,
        "max_size": pool_size,
        "timeout": MAX_WAIT,
        # Try again with the next request, and not after pauses that grow with the outage.
        "reconnect_timeout": MAX_WAIT,
    }
    return {
        **database,
        "ENGINE": "louzu.lib.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # replace connections from before a restart of the database
        "DISABLE_SERVER_SIDE_CURSORS": pooler,
        "OPTIONS": {**TIMEOUTS, **database.get("OPTIONS", {}), "pool": pool},
    }
