"""A long job goes on chunk by chunk, whatever happens between."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from louzu.lib.errors import Refused
from louzu.lib.jobs import Queue
from residents.background.actions import (
    KEPT,
    MAX_FAILURES,
    cancel_long_job,
    forget_long_jobs,
    resume_long_jobs,
    run_next_chunk,
)
from residents.models import LongJob
from tests.jobs import waiting_jobs

pytestmark = pytest.mark.django_db


def state_of(job):
    job.refresh_from_db()
    return job.state, job.done, bool(job.ended_at)


def test_it_runs_chunk_by_chunk_to_its_end(start, counting, staff, run_jobs):
    job = start()
    assert (state_of(job), counting) == (("waiting", 0, False), [])
    assert run_jobs(Queue.LONG) == 3
    assert state_of(job) == ("finished", 3, True)
    assert counting == [*(f"{staff} {number} zh-hans" for number in range(3)), "finished"]


def test_a_chunk_that_runs_twice_is_done_once(start, counting):
    """As after a worker was killed between the work and its note in the queue."""
    job = start()
    for _again in range(2):
        run_next_chunk(job.pk, number=0)
    assert (state_of(job), len(counting)) == (("running", 1, False), 1)
    assert waiting_jobs(Queue.LONG).count() == 2  # the first, and the next


def test_cancelling_stops_after_the_present_chunk(start, counting, run_jobs):
    job = start()
    run_next_chunk(job.pk, number=0)
    cancel_long_job(job)
    run_jobs(Queue.LONG)
    assert (state_of(job), counting[1:]) == (("cancelled", 1, True), ["not finished"])
    with pytest.raises(Refused, match="停下了"):
        cancel_long_job(job)


def test_what_has_ended_is_not_cancelled(start, run_jobs):
    job = start(to=1)
    run_jobs(Queue.LONG)
    with pytest.raises(Refused, match="办好了"):
        cancel_long_job(job)


def test_a_refusal_ends_it_with_its_sentence(start, counting, run_jobs):
    job = start(refuse=1)
    run_jobs(Queue.LONG)
    assert (state_of(job), job.error) == (("failed", 1, True), "数不下去了。")
    assert counting[-1] == "not finished"


def test_an_error_is_tried_again_and_given_up_at_last(start, counting):
    job = start(fail=0)
    for _failure in range(MAX_FAILURES):
        with pytest.raises(ZeroDivisionError):
            run_next_chunk(job.pk, number=0)
    assert state_of(job) == ("waiting", 0, False)
    with pytest.raises(ZeroDivisionError):
        run_next_chunk(job.pk, number=0)
    assert (state_of(job), counting) == (("failed", 0, True), ["not finished"])
    assert "请告诉系统管理员" in job.error


def test_a_real_worker_runs_it_to_the_end(start, counting, worker):
    job = start(to=5)
    worker(Queue.LONG)
    assert state_of(job) == ("finished", 5, True)
    assert len(counting) == 6


def test_its_sentences_are_in_the_language_of_who_began_it(start, counting, staff, run_jobs):
    staff.language = "en"
    staff.save()
    start(to=1)
    run_jobs(Queue.LONG)
    assert counting == [f"{staff} 0 en", "finished"]


def test_a_job_that_the_queue_gave_up_is_resumed_but_not_for_ever(start, counting, run_jobs):
    lost, carried_on = start(to=2), start()
    for turn in range(1, MAX_FAILURES + 2):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'failed' WHERE args->>'long_job' = %s",
                [str(lost.pk)],
            )
        assert (resume_long_jobs(), waiting_jobs(Queue.LONG).count()) == (1, 2)
        assert state_of(lost)[0] == ("failed" if turn > MAX_FAILURES else "waiting")
    assert (resume_long_jobs(), state_of(carried_on)[0]) == (0, "waiting")


def test_a_resumed_job_goes_on_where_it_was(start, counting, run_jobs):
    job = start()
    run_next_chunk(job.pk, number=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert resume_long_jobs() == 1
    run_jobs(Queue.LONG)
    assert (state_of(job), len(counting)) == (("finished", 3, True), 4)


def test_it_is_forgotten_after_ninety_days(start, run_jobs):
    old, young, running = start(to=1), start(to=1), start()
    run_next_chunk(old.pk, number=0)
    run_next_chunk(young.pk, number=0)
    ended = timezone.now() - KEPT - dt.timedelta(hours=1)
    LongJob.objects.filter(pk=old.pk).update(ended_at=ended)
    assert forget_long_jobs() == 1
    assert set(LongJob.objects.all()) == {young, running}
