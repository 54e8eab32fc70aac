"""Deferring, retrying, rescuing and forgetting jobs."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from structlog.contextvars import bound_contextvars

from louzu.lib.errors import Refused
from louzu.lib.jobs import (
    KEPT_HOURS,
    KEPT_HOURS_FAILED,
    MAX_PAUSE,
    MAX_RESCUES,
    MAX_RETRIES,
    STALLED_AFTER,
    BoundedRetry,
    Queue,
    defer_job,
    defer_many,
    forget_old_jobs,
    job,
    run_each,
)
from tests.conftest import take_portal_role
from tests.jobs import waiting_jobs

RAN: list[int | str] = []


@job(Queue.MANY)
def note(number: int) -> None:
    RAN.append(number)
    if number < 0:
        defer_job(note, number=-number)
    if number == 0:
        raise ZeroDivisionError


@job(Queue.MANY, max_retries=0)
def note_once(number: int) -> None:
    RAN.append(number)


@job(Queue.MANY, max_retries=0)
def complain(number: int) -> None:
    logging.getLogger("complaints").warning("number %s", number)
    if number == 0:
        raise ZeroDivisionError
    defer_job(complain, number=number - 1)


def defer_and_roll_back(number: int) -> None:
    with transaction.atomic():
        defer_job(note, number=number)
        transaction.set_rollback(True)


@job(Queue.MANY, max_retries=0)
def defer_in_vain(number: int) -> None:
    defer_and_roll_back(number)
    RAN.append("rolled back")


@pytest.fixture(autouse=True)
def _none_ran():
    RAN.clear()


@pytest.mark.django_db
def test_a_job_belongs_to_the_transaction_that_defers_it(run_jobs):
    defer_and_roll_back(1)
    with transaction.atomic():
        defer_job(note, number=2)
    assert (run_jobs(Queue.MANY), RAN) == (1, [2])


@pytest.mark.django_db
def test_a_job_deferred_once_waits_once_and_leaves_the_transaction_whole(run_jobs):
    with transaction.atomic():
        for number in (1, 2):
            defer_job(note_once, once="word", number=number)
        defer_job(note_once, once="other", number=3)
    assert (run_jobs(Queue.MANY), RAN) == (2, [1, 3])
    defer_job(note_once, once="word", number=4)
    assert run_jobs(Queue.MANY) == 1


@pytest.mark.django_db
def test_a_job_that_is_retried_cannot_be_deferred_once():
    """Its retry would meet the one that waits, and could not be written down."""
    with pytest.raises(TypeError):
        defer_job(note, once="word", number=1)


@pytest.mark.django_db
def test_wrong_names_are_refused_when_deferring():
    with pytest.raises(TypeError):
        defer_job(note, numbers=1)
    with pytest.raises(TypeError):
        defer_many(note, [{"number": 1}, {}])
    assert not waiting_jobs(Queue.MANY).exists()


@pytest.mark.django_db
def test_many_jobs_take_one_statement(run_jobs, django_assert_num_queries):
    with django_assert_num_queries(1):
        defer_many(note, ({"number": number} for number in range(1, 101)))
    with django_assert_num_queries(0):
        defer_many(note, [])
    assert (run_jobs(Queue.MANY), RAN) == (100, [*range(1, 101)])


@pytest.mark.django_db
def test_a_job_for_later_and_a_job_of_another_queue_do_not_run(run_jobs):
    defer_job(note, at=timezone.now() + dt.timedelta(hours=1), number=1)
    defer_job(note, at=timezone.now(), number=2)
    assert (run_jobs(Queue.ONCE), run_jobs(Queue.MANY), RAN) == (0, 1, [2])


@pytest.mark.django_db
def test_jobs_that_a_job_defers_run_too(run_jobs):
    defer_job(note, number=-5)
    assert (run_jobs(Queue.MANY), RAN) == (2, [-5, 5])


def test_pauses_grow_up_to_half_an_hour_and_end():
    def pause(attempts):
        row = Job(queue="many", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
        made = BoundedRetry().get_retry_decision(exception=ValueError(), job=row)
        return made and (made.retry_at - timezone.now()).total_seconds()

    assert 4 < pause(0) <= 10
    assert MAX_PAUSE / 2 - 1 < pause(MAX_RETRIES - 1) <= MAX_PAUSE
    assert pause(MAX_RETRIES) is None


def test_one_faulty_row_does_not_hold_up_the_others():
    done = []

    def step(thing):
        if thing == 1:
            raise Refused("no")
        if thing == 2:
            raise ZeroDivisionError
        done.append(thing)

    assert [thing for thing, _reason in run_each(step, [1, 3])] == [1]
    with pytest.raises(ExceptionGroup) as raised:
        run_each(step, [1, 2, 4])
    assert (done, len(raised.value.exceptions)) == ([3, 4], 1)


@pytest.mark.django_db
def test_the_portals_role_defers_fetches_and_finishes(rights_of_portal_role):
    """The tables have sequences that need a grant of their own."""
    with transaction.atomic(), connection.cursor() as cursor:
        take_portal_role()
        defer_job(note, number=1)
        cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
        (who,) = cursor.fetchone()
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(%s, %s)", [["many"], who])
        (fetched,) = cursor.fetchone()
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [fetched])
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2('upkeep', NULL, 'q', 'task', 0, '', 60, '{}')"
        )
        assert cursor.fetchone()[0] is not None
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_after_days_and_failed_ones_after_a_month(portal_role):
    ages = [KEPT_HOURS - 1, KEPT_HOURS + 1, KEPT_HOURS_FAILED + 1]
    kept = []
    for status, young in (("succeeded", 1), ("failed", 2), ("todo", 3)):
        for age in ages:
            defer_job(note, number=1)
            pk = ProcrastinateJob.objects.latest("pk").pk
            kept += [pk] * (ages.index(age) < young)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, pk]
                )
                cursor.execute(
                    "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s)"
                    " WHERE job_id = %s",
                    [age, pk],
                )
    assert forget_old_jobs() == 3
    assert sorted(ProcrastinateJob.objects.values_list("pk", flat=True)) == kept


def stalled(number: int, *, attempts: int = 0, once: str = "") -> int:
    """Create a job whose worker was killed. Return its id."""
    if once:
        defer_job(note_once, once=once, number=number)
    else:
        defer_job(note, number=number)
    pk = ProcrastinateJob.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [STALLED_AFTER + 1],
        )
        (who,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s WHERE id = %s",
            [attempts, who, pk],
        )
    return pk


def test_jobs_of_killed_workers_run_again_but_not_for_ever(worker):
    again, given_up = stalled(1), stalled(2, attempts=MAX_RESCUES)
    replaced = stalled(3, once="word")
    defer_job(note_once, once="word", number=4)
    running = stalled(5)
    with connection.cursor() as cursor:  # its worker is alive
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now()"
            " WHERE id = (SELECT worker_id FROM procrastinate_jobs WHERE id = %s)",
            [running],
        )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('upkeep', 'louzu.lib.jobs.rescue_stalled_jobs', '{\"timestamp\": 0}')"
        )
    worker(Queue.UPKEEP)
    states = dict(ProcrastinateJob.objects.filter(queue_name="many").values_list("pk", "status"))
    assert states.pop(max(states)) == "doing"  # the one that runs
    assert (states[again], states[given_up], states[replaced]) == ("todo", "failed", "aborted")
    worker(Queue.MANY)
    assert sorted(RAN) == [1, 4]


def test_a_failing_job_waits_for_its_retry(worker):
    defer_job(note, number=0)
    worker(Queue.MANY)
    row = ProcrastinateJob.objects.get(task_name=note.name)
    assert (row.status, row.attempts, RAN) == ("todo", 1, [0])
    assert row.scheduled_at > timezone.now()


def test_a_job_deferred_by_a_job_is_part_of_its_transaction(worker):
    """In a worker, procrastinate's own ``defer`` would not be."""
    defer_job(defer_in_vain, number=1)
    worker(Queue.MANY)
    assert RAN == ["rolled back"]
    assert not ProcrastinateJob.objects.filter(task_name=note.name).exists()


def test_a_job_of_an_unknown_name_fails_and_stays_on_record(worker, caplog):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('many', 'gone.with.release')"
        )
    worker(Queue.MANY)
    assert ProcrastinateJob.objects.get(task_name="gone.with.release").status == "failed"


def test_lines_of_a_job_have_its_number_and_the_request_that_asked_for_it(worker, log_lines):
    """So has the line of its failure, and a job that it asked for; not a job of nobody's request."""
    with bound_contextvars(request_id="of the request"):
        defer_many(complain, [{"number": 1}])
    defer_job(complain, number=0)
    worker(Queue.MANY)
    told = [
        (line["event"].split(" ")[0], line["task"].rpartition(".")[2], line.get("request_id"))
        for line in sorted(log_lines(), key=lambda line: line["job"])
    ]
    asked = "of the request"
    assert told == [
        ("number", "complain", asked),
        ("number", "complain", None),
        ("Job", "complain", None),
        ("number", "complain", asked),
        ("Job", "complain", asked),
    ]
    assert len({line["job"] for line in log_lines()}) == 3
