"""A process that runs the jobs of some queues (``manage.py work``)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from louzu.lib.database import limit_connections
from louzu.lib.jobs import Queue
from louzu.lib.logs import log_with_job

LIMITS = {"lock_timeout": "30s", "idle_in_transaction_session_timeout": "10min"}
"""A job may compute for longer than a page, but must not hold up pages by waiting for a lock."""
MAX_CONNECTIONS = 3
"""Of the queue itself; each running job has one of Django's besides, and listening takes one."""
GRACE = 20.0
"""Seconds that running jobs get when the worker is asked to stop."""
POLL = 5.0
"""Seconds between looking for jobs that are due later, of which nothing notifies the worker."""


def run_worker(
    queues: Sequence[Queue], *, concurrency: int, until_empty: bool, poll: float | None
) -> None:
    """Run jobs until SIGTERM or SIGINT, or ``until_empty``.

    With ``poll`` the worker asks for new jobs every so many seconds instead of listening for them, which
    PgBouncer in transaction mode makes impossible.
    """
    limit_connections(LIMITS)
    connection.close()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=MAX_CONNECTIONS)
    with app.replace_connector(connector):
        app.run_worker(
            name=",".join(queues),
            queues=list(queues),
            # Asked to end when nothing waits, procrastinate leaves the jobs beside the last one unfinished.
            concurrency=1 if until_empty else concurrency,
            wait=not until_empty,
            listen_notify=poll is None and not until_empty,
            fetch_job_polling_interval=poll or POLL,
            shutdown_graceful_timeout=GRACE,
            worker_middleware=[log_with_job],
        )
