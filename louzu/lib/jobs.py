"""The job queue: work that a worker does after the transaction that asked for it (ADR 47).

Each app declares its jobs in ``jobs.py``, with ``job`` or ``periodic_job``. Actions put them into the
queue with ``defer_job`` and ``defer_many``, always over Django's connection: if the transaction is
rolled back, there is no job. ``manage.py work`` runs them.

A job may run twice, late, or on a queue whose jobs were restored from a backup. It asks the database
what is still to be done, and takes ids only, because its arguments stay in the queue's table.
"""

from __future__ import annotations

import datetime as dt
import inspect
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task
from procrastinate.types import JSONDict
from structlog.contextvars import get_contextvars

from louzu.lib.errors import Refused
from louzu.lib.logs import REQUEST_ID

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = ParamSpec("P")
M = TypeVar("M")
AnyJob = Task[Any, Any, Any]
JobArgument = int | str | list[int]
"""Ids, no more: see above."""

MAX_RETRIES = 12
"""Together about three hours of pauses."""
MIN_PAUSE, MAX_PAUSE = 10, 30 * 60
"""Seconds between two attempts of a failing job."""
MAX_RESCUES = 5
"""A job whose worker was killed for the fifth time probably kills it."""
STALLED_AFTER = 30
"""Seconds without a heartbeat after which a worker counts as dead. It sends one every ten."""
KEPT_HOURS, KEPT_HOURS_FAILED = 3 * 24, 30 * 24
SET_ASIDE = "UPDATE procrastinate_jobs SET status = 'aborted' WHERE id = %s AND status = 'failed'"
LOCK_FAILED = "SELECT id FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE"
DELETE_OLD = """
DELETE FROM procrastinate_jobs job USING (
    SELECT job_id, max(at) AS at FROM procrastinate_events GROUP BY job_id
) AS last
WHERE last.job_id = job.id AND job.status NOT IN ('todo', 'doing')
    AND last.at < now() - make_interval(hours => CASE
        WHEN job.status = 'failed' AND job.queue_name <> 'upkeep' THEN %s ELSE %s END)
"""


TITLES: dict[str, StrOrPromise] = {
    "louzu.lib.jobs.rescue_stalled_jobs": gettext_lazy("接着办中断了的事")
}
"""What the desk calls each job, by its name."""
_WITHIN_PORTAL: list[Callable[[], None]] = []


class Queue(StrEnum):
    """Queues are named by what a killed worker may do to their jobs, and how long those take."""

    ONCE = "once"
    """Effects that may not happen twice, such as an e-mail. One at a time in the whole installation,
    so that a kill leaves at most one of them unclear."""
    MANY = "many"
    """Effects that may be repeated, because the receiver drops what it has already."""
    LONG = "long"
    """Chunks of long jobs."""
    UPKEEP = "upkeep"
    """Periodic jobs."""


class BoundedRetry(BaseRetryStrategy):
    """Retry after growing pauses with jitter, at most ``max_retries`` times."""

    def __init__(self, max_retries: int = MAX_RETRIES) -> None:
        self.max_retries = max_retries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002 -- procrastinate's
        if job.attempts >= self.max_retries:
            return None
        pause = min(MAX_PAUSE, MIN_PAUSE * 2**job.attempts)
        return RetryDecision(
            retry_in={"seconds": secrets.SystemRandom().randint(pause // 2, pause)}
        )


def job(
    queue: Queue, *, title: StrOrPromise = "", max_retries: int = MAX_RETRIES
) -> Callable[[Callable[P, None]], Task[P, None, P]]:
    """Declare a job. Its parameters are ids. The desk shows its ``title``."""

    def declare(function: Callable[P, None]) -> Task[P, None, P]:
        TITLES[_name_of(function)] = title
        retry = BoundedRetry(max_retries) if max_retries else False
        run = _without_request_id(function)
        return app.task(queue=queue, name=_name_of(function), retry=retry)(run)

    return declare


def periodic_job(
    cron: str, *, title: StrOrPromise = "", leaves_portal: bool = False
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a job that a worker runs by the clock. ``cron`` is in UTC.

    ``leaves_portal``: it sends something itself, or starts a process. ``catch_up`` leaves it out.

    Ticks during which no worker ran are lost. So the job asks the database what is due, and a job that
    is due once a day runs every hour. It is not retried: the next tick comes.
    """

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        @wraps(function)
        def run(timestamp: int) -> None:  # noqa: ARG001 -- the tick: see above
            function()

        name = _name_of(function)
        TITLES[name] = title
        if not leaves_portal:
            _WITHIN_PORTAL.append(function)
        app.periodic(cron=cron)(app.task(queue=Queue.UPKEEP, name=name, queueing_lock=name)(run))
        return function

    return declare


def defer_job(
    job: AnyJob,
    *,
    at: dt.datetime | None = None,
    lock: str = "",
    once: str = "",
    **ids: JobArgument,
) -> None:
    """Put a job into the queue, as part of the current transaction.

    ``at``: not before. ``lock``: jobs with the same lock run one after the other, in order. ``once``:
    do nothing if a job with this word waits already; only for jobs that are not retried, since a retry
    could meet the one that waits.
    """
    if once and job.retry_strategy:
        raise TypeError(f"{job.name} is retried, so it cannot be deferred once.")
    arguments = _checked_arguments(job, ids)
    deferred = configure_task(
        name=job.name,
        job_manager=JobManager(DjangoConnector()),
        queue=job.queue,
        lock=lock or None,
        queueing_lock=once or None,
        schedule_at=at,
    )
    if not once:
        deferred.defer(**arguments)
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        deferred.defer(**arguments)


def defer_many(job: AnyJob, rows: Iterable[Mapping[str, JobArgument]]) -> None:
    """Put a job into the queue for each of ``rows``, in one statement."""
    given = [_checked_arguments(job, row) for row in rows]
    if given:
        manager = JobManager(DjangoConnector())
        configure_task(name=job.name, job_manager=manager, queue=job.queue).batch_defer(*given)


def job_called(name: str) -> AnyJob:
    """Return a job by module and name. For actions, which stand below the modules of jobs."""
    return app.tasks[name]


def run_each(step: Callable[[M], object], things: Iterable[M]) -> list[tuple[M, Refused]]:
    """Call ``step`` with each of ``things``, so that one faulty row does not hold up the others.

    Return those that were refused, for example because somebody acted at the same time. Raises
    ExceptionGroup at the end, of the other errors.
    """
    refused, errors = [], []
    for thing in things:
        try:
            step(thing)
        except Refused as reason:
            refused.append((thing, reason))
        except Exception as error:  # noqa: BLE001 -- raised below
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{len(errors)} failed", errors)
    return refused


@transaction.atomic
def retry_failed_job(pk: int) -> None:
    """Put a failed job into the queue again. Raises Refused if it is there already, or gone."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_FAILED, [pk])
        if cursor.fetchone() is None:
            raise Refused(_("这件事已经不在没办成的里面了。"))
    try:
        with transaction.atomic():
            JobManager(DjangoConnector()).retry_job_by_id(pk, timezone.now())
    except UniqueViolation as error:
        raise Refused(_("同样的一件事已经排着了。")) from error


def set_aside_failed_job(pk: int) -> None:
    """Take a job off the list of the failed ones for good. Raises Refused if it is not among them."""
    with connection.cursor() as cursor:
        cursor.execute(SET_ASIDE, [pk])
        if not cursor.rowcount:
            raise Refused(_("这件事已经不在没办成的里面了。"))


def periodic_names() -> set[str]:
    return {name for name, _periodic_id in app.periodic_registry.periodic_tasks}


def catch_up() -> None:
    """Run once each periodic job that sends nothing itself. Call it outside a transaction."""
    run_each(lambda run: run(), _WITHIN_PORTAL)


def forget_old_jobs() -> int:
    """Delete finished jobs after three days and failed ones after thirty; failed periodic jobs, which
    ran again since, after three. Return how many."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE_OLD, [KEPT_HOURS_FAILED, KEPT_HOURS])
        deleted: int = cursor.rowcount
    return deleted


@app.periodic(cron="* * * * *")
@app.task(queue=Queue.UPKEEP, queueing_lock="rescue", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Put jobs of killed workers back into the queue. It must not have a ``lock``, which a killed
    run of it would hold for ever."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        if stalled.attempts >= MAX_RESCUES:
            await manager.finish_job(stalled, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(stalled)
        except UniqueViolation:  # one with the same queueing lock waits already and does the same
            await manager.finish_job(stalled, Status.ABORTED, delete_job=False)


def _name_of(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _without_request_id(function: Callable[P, None]) -> Callable[P, None]:
    """The worker has read it already: see ``log_with_job``."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        kwargs.pop(REQUEST_ID, None)
        function(*args, **kwargs)

    return run


def _checked_arguments(job: AnyJob, ids: Mapping[str, JobArgument]) -> JSONDict:
    """Raise TypeError for wrong names, which a worker would find out only when it runs the job.

    Add the id of the request that asks for the job, or of the one that its own job belongs to.
    """
    inspect.signature(job.func).bind(**ids)
    request_id = get_contextvars().get(REQUEST_ID)
    return cast("JSONDict", {**ids, REQUEST_ID: request_id} if request_id else dict(ids))
