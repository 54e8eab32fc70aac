"""How a worker learns of new jobs, behind a pooler, too."""

from __future__ import annotations

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from louzu.lib.jobs import Queue, defer_job, job_called
from louzu.lib.worker import POLL, POLL_BEHIND_POOLER, looking_for_jobs


@pytest.mark.parametrize(
    ("pooler", "asked", "notified", "seconds"),
    [
        (False, None, True, POLL),
        (False, 3.0, False, 3.0),
        (True, None, False, POLL_BEHIND_POOLER),
        (True, 3.0, False, 3.0),
    ],
)
def test_a_worker_behind_a_pooler_asks_for_jobs(monkeypatch, pooler, asked, notified, seconds):
    monkeypatch.setitem(connections.settings["default"], "DISABLE_SERVER_SIDE_CURSORS", pooler)
    assert looking_for_jobs(asked) == {
        "listen_notify": notified,
        "fetch_job_polling_interval": seconds,
    }


def test_a_worker_runs_jobs_through_pgbouncer(pooled, worker):
    for number in range(8):  # more than PostgreSQL would be asked before it prepares a statement
        defer_job(job_called("residents.jobs.run_chunk"), long_job=1, number=number)
    worker(Queue.LONG)
    done = ProcrastinateJob.objects.filter(status="succeeded", queue_name=Queue.LONG)
    assert done.count() == 8
