"""Long jobs, and the job queue as the desk shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from louzu.lib.jobs import TITLES, periodic_names
from residents.background.lifecycle import OPEN
from residents.background.models import LongJob
from residents.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RUN_CHUNK = "residents.jobs.run_chunk"
STANDS_AFTER = dt.timedelta(minutes=10)
"""Time without a heartbeat, or for a job that is due, after which the queue stands."""
MAX_SHOWN = 50


@dataclass(frozen=True, slots=True)
class QueueState:
    """Numbers of jobs, and whether somebody works on them."""

    waiting: int
    """Jobs that are due."""
    later: int
    running: int
    failed: int
    due_since: dt.datetime | None
    heartbeat: dt.datetime | None
    """The newest of any worker."""

    @property
    def minutes_late(self) -> int:
        """Age of the oldest job that is due."""
        since = self.due_since
        return int((timezone.now() - since).total_seconds() // 60) if since else 0

    @property
    def stands(self) -> bool:
        limit = timezone.now() - STANDS_AFTER
        late = self.due_since is not None and self.due_since < limit
        return late or self.heartbeat is None or self.heartbeat < limit


@dataclass(frozen=True, slots=True)
class FailedJob:
    pk: int
    title: StrOrPromise
    attempts: int
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WaitingJobs:
    """Jobs of one kind that are due."""

    title: StrOrPromise
    number: int
    since: dt.datetime | None
    """When the oldest of them was due."""


@dataclass(frozen=True, slots=True)
class PeriodicRuns:
    """The last runs of a periodic job that are still on record."""

    title: StrOrPromise
    succeeded_at: dt.datetime | None
    failed_at: dt.datetime | None

    @property
    def fails(self) -> bool:
        done = self.succeeded_at
        return self.failed_at is not None and (done is None or done < self.failed_at)


def long_jobs_of(user: User) -> QuerySet[LongJob]:
    return LongJob.objects.filter(by=user).order_by("-pk")


def open_long_jobs() -> QuerySet[LongJob]:
    return LongJob.objects.filter(state__in=OPEN).select_related("by").order_by("pk")


def long_jobs_without_chunk() -> list[LongJob]:
    """Return open long jobs of which no chunk waits or runs."""
    chunks = ProcrastinateJob.objects.filter(task_name=RUN_CHUNK, status__in=["todo", "doing"])
    carried_on = {args["long_job"] for args in chunks.values_list("args", flat=True)}
    return list(LongJob.objects.filter(state__in=OPEN).exclude(pk__in=carried_on))


def queue_state() -> QueueState:
    due = _due()
    deferred = Q(procrastinateevent__type="deferred")
    counts = ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"]).aggregate(
        waiting=Count("pk", filter=due, distinct=True),
        later=Count("pk", filter=Q(status="todo") & ~due, distinct=True),
        running=Count("pk", filter=Q(status="doing"), distinct=True),
        failed=Count("pk", filter=Q(status="failed") & ~_periodic(), distinct=True),
        since=Min("procrastinateevent__at", filter=due & deferred & Q(scheduled_at=None)),
        planned=Min("scheduled_at", filter=due),
    )
    late = [at for at in (counts.pop("since"), counts.pop("planned")) if at]
    heartbeat = ProcrastinateWorker.objects.aggregate(at=Max("last_heartbeat"))["at"]
    return QueueState(**counts, due_since=min(late, default=None), heartbeat=heartbeat)


def failed_jobs() -> list[FailedJob]:
    """Return the newest jobs that were given up. Periodic ones run again by themselves."""
    failed = ProcrastinateJob.objects.filter(~_periodic(), status="failed")
    rows = failed.annotate(at=Max("procrastinateevent__at")).order_by("-pk")[:MAX_SHOWN]
    return [FailedJob(row.pk, _title_of(row.task_name), row.attempts, row.at) for row in rows]


def waiting_jobs() -> list[WaitingJobs]:
    """Return what is due, the kind with the oldest job first."""
    deferred = Q(procrastinateevent__type="deferred")
    kinds = ProcrastinateJob.objects.filter(_due()).values("task_name")
    rows = kinds.annotate(
        number=Count("pk", distinct=True),
        since=Least(Min("procrastinateevent__at", filter=deferred), Min("scheduled_at")),
    )
    found = [WaitingJobs(_title_of(row["task_name"]), row["number"], row["since"]) for row in rows]
    return sorted(found, key=lambda one: (one.since is None, one.since, str(one.title)))


def periodic_runs() -> list[PeriodicRuns]:
    runs = ProcrastinateJob.objects.filter(_periodic(), status__in=["succeeded", "failed"])
    last = runs.values("task_name", "status").annotate(at=Max("procrastinateevent__at"))
    found = {(row["task_name"], row["status"]): row["at"] for row in last.order_by(F("task_name"))}
    return [
        PeriodicRuns(_title_of(name), found.get((name, "succeeded")), found.get((name, "failed")))
        for name in sorted(periodic_names())
    ]


def _due() -> Q:
    return Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now()))


def _periodic() -> Q:
    return Q(task_name__in=periodic_names())


def _title_of(name: str) -> StrOrPromise:
    """Return the title of a job. One that a former release declared has only its name."""
    return TITLES.get(name) or name
