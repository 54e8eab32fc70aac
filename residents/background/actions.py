"""Start, carry on and cancel long jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.jobs import defer_job, job_called
from residents.background.lifecycle import LONG_JOB, LongJobState
from residents.background.models import LongJob
from residents.background.queries import RUN_CHUNK, long_jobs_without_chunk
from residents.people.models import User

MAX_FAILURES = 5
"""Errors in a row after which a chunk is skipped, or its long job given up."""
KEPT = dt.timedelta(days=90)
"""From the end of a long job until its row is deleted."""


@transaction.atomic
def start_long_job(
    kind: str, *, by: User, total: int, result_url: str, subject: str = "", **arguments: object
) -> LongJob:
    """Begin work of a kind that a room declares. It runs when the transaction is committed.

    ``subject`` says what it is about, on the pages that show it.
    """
    job = LongJob.objects.create(
        kind=kind, by=by, total=total, result_url=result_url, subject=subject, arguments=arguments
    )
    _defer_chunk(job)
    return job


def run_next_chunk(pk: int, *, number: int) -> None:
    """Do chunk ``number`` of a long job, counted from 0, and put the next one into the queue.

    Nothing is done if it was done already or the job has ended. Raises what the chunk raises, except
    for Refused, which ends the job. After ``MAX_FAILURES`` errors the chunk is skipped, or the job is
    given up if its kind skips none.
    """
    try:
        with transaction.atomic():
            job = _locked(pk)
            if job and job.is_open and job.done == number:
                with translation.override(job.by.language):
                    _do_chunk(job, job.of_kind.chunk)
    except Refused as reason:
        _give_up(pk, str(reason))
    except Exception:
        _note_failure(pk)
        raise


@transaction.atomic
def cancel_long_job(job: LongJob) -> LongJob:
    """Stop after the chunk that is being done. Raises Refused if the job has ended."""
    job = LongJob.objects.select_for_update(of=("self",)).select_related("by").get(pk=job.pk)
    LONG_JOB.take(job, "cancel")
    _end(job)
    return job


def resume_long_jobs() -> int:
    """Put the next chunk of long jobs into the queue whose job was given up there, for example because
    five workers were killed with it. Each time counts as a failure. Return how many."""
    lost = long_jobs_without_chunk()
    for job in lost:
        _note_failure(job.pk)
        _defer_chunk(job)
    return len(lost)


def forget_long_jobs() -> int:
    """Delete long jobs that ended long ago. Return how many."""
    old = LongJob.objects.filter(ended_at__lt=timezone.now() - KEPT)
    _all, deleted = old.delete()
    return deleted.get(LongJob._meta.label, 0)


def _do_chunk(job: LongJob, do: Callable[[LongJob], str | None]) -> None:
    LONG_JOB.take(job, "go_on")
    following = do(job)
    job.done, job.failures = min(job.done + 1, job.total), 0
    if following is None:
        LONG_JOB.take(job, "finish")
        _end(job)
        return
    job.cursor = following
    job.save()
    _defer_chunk(job)


def _defer_chunk(job: LongJob) -> None:
    defer_job(job_called(RUN_CHUNK), long_job=job.pk, number=job.done)


def _end(job: LongJob) -> None:
    job.ended_at = timezone.now()
    job.save()
    job.of_kind.ended(job, job.state == LongJobState.FINISHED)


@transaction.atomic
def _note_failure(pk: int) -> None:
    job = _locked(pk)
    if job is None or not job.is_open:
        return
    job.failures += 1
    job.save(update_fields=["failures"])
    if job.failures > MAX_FAILURES:
        with translation.override(job.by.language):
            _skip_or_give_up(job, _("程序出了错，已经记下来了，请告诉系统管理员。"))


def _skip_or_give_up(job: LongJob, reason: str) -> None:
    """Go on after a chunk that cannot be done, if the kind of job allows it."""
    skip = job.of_kind.skip
    if skip:
        _do_chunk(job, lambda job: skip(job, reason))
    else:
        _give_up(job.pk, reason)


@transaction.atomic
def _give_up(pk: int, reason: str) -> None:
    job = _locked(pk)
    if job is None or not job.is_open:
        return
    LONG_JOB.take(job, "fail")
    job.error = reason[:300]
    _end(job)


def _locked(pk: int) -> LongJob | None:
    jobs = LongJob.objects.select_for_update(of=("self",)).select_related("by")
    return jobs.filter(pk=pk).first()
