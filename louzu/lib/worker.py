"""A process that runs the jobs of some queues (``manage.py work``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from louzu.lib.database import behind_pooler, limit_connections
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
POLL_BEHIND_POOLER = 1.0
"""Seconds between looking for any jobs where nothing can notify the worker."""


class LookingOptions(TypedDict):
    """Arguments of procrastinate's ``run_worker``."""

    listen_notify: bool
    fetch_job_polling_interval: float


def run_worker(
    queues: Sequence[Queue], *, concurrency: int, until_empty: bool, poll: float | None
) -> None:
    """Run jobs until SIGTERM or SIGINT, or ``until_empty``.

    ``poll``: see ``looking_for_jobs``.
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
            **looking_for_jobs(POLL if until_empty else poll),
            shutdown_graceful_timeout=GRACE,
            worker_middleware=[log_with_job],
        )


def looking_for_jobs(poll: float | None) -> LookingOptions:
    """Return how a worker learns of new jobs: it is notified, or asks every ``poll`` seconds.

    A pooler in transaction mode passes no notifications on, so that workers behind one always ask.
    """
    if poll is None and behind_pooler():
        poll = POLL_BEHIND_POOLER
    return {"listen_notify": poll is None, "fetch_job_polling_interval": poll or POLL}
