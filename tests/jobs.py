"""Fixtures that run the jobs of the queue. Both take the names of queues, because a worker also defers
and runs periodic jobs that are due."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from louzu.lib.jobs import Queue
from louzu.lib.logs import log_with_job
from tests.architecture.version_watch import watched_job


def waiting_jobs(*queues: Queue):
    """Return what waits in these queues, whether due or not, in the order of running."""
    waiting = ProcrastinateJob.objects.filter(status="todo", queue_name__in=queues)
    return waiting.order_by("-priority", "pk")


@pytest.fixture
def run_jobs(db) -> Callable[..., int]:
    """Run what is due in the given queues in this test's own transaction, with all that it defers.

    Return how many jobs ran. An error of a job is the test's error. A job that writes in a room must
    move a version, as a request must.
    """

    def run(*queues: Queue) -> int:
        ran = 0
        due = Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
        while (found := waiting_jobs(*queues).filter(due).first()) is not None:
            _set_status(found, "doing")
            with watched_job(found.task_name):
                app.tasks[found.task_name].func(**found.args)
            _set_status(found, "succeeded")
            ran += 1
        return ran

    return run


@pytest.fixture
def worker(transactional_db) -> Callable[..., None]:
    """Run a real worker until the given queues are empty. For a few tests only: they commit.

    It runs in a thread of its own, because Playwright's event loop may be running in this one.
    """

    def work(*queues: Queue) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(_work, queues).result()

    return work


def _work(queues: tuple[Queue, ...]) -> None:
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(
            queues=list(queues),
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            worker_middleware=[log_with_job],
        )


def _set_status(job: ProcrastinateJob, status: str) -> None:
    with connection.cursor() as cursor:  # the model is read-only
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job.pk])
