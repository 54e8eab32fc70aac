"""The desk's page of the job queue."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from governance.notices.actions import circulars
from governance.notices.inputs import CircularInput
from louzu.health.registry import fail, warn
from louzu.health.running import HealthReport
from louzu.lib.jobs import Queue, defer_job, job_called
from residents.background.actions import start_long_job
from residents.desk import queue
from residents.installation.health import check_backup
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:jobs")
CHUNK = "residents.jobs.run_chunk"


@pytest.fixture
def keeper(db):
    return UserFactory(is_superuser=True, is_staff=True)


def put(status, *, name=CHUNK, age=0, attempts=0):
    """Put a job into the queue as it was some minutes ago. Return its id."""
    defer_job(job_called(CHUNK), long_job=1, number=0)
    pk = ProcrastinateJob.objects.latest("pk").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, task_name = %s, attempts = %s WHERE id = %s",
            [status, name, attempts, pk],
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(mins => %s) WHERE job_id = %s",
            [age, pk],
        )
    return pk


def heartbeat(age=0):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(mins => %s))",
            [age],
        )


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_the_keeper_sees_what_failed_and_has_it_done_again(enter, keeper, run_jobs):
    heartbeat()
    pk, _waiting = put("failed", attempts=6), put("todo")
    client = enter("keeper")
    text = words(client.get(PAGE))
    assert ("没办成：1" in text, "等着办：1" in text, "费时间的事的一步" in text) == (True,) * 3
    again = reverse("admin:retry_job", args=[pk])
    assert client.get(again).status_code == 405
    assert "又排上了" in client.post(again, follow=True).text
    assert ProcrastinateJob.objects.get(pk=pk).status == "todo"
    assert "已经不在没办成的里面了" in client.post(again, follow=True).text
    assert run_jobs(Queue.LONG) == 2  # no such long job: they find nothing to do


def test_the_keeper_sees_what_waits_and_since_when(enter, keeper, django_assert_num_queries):
    heartbeat()
    put("todo", age=5)
    put("todo", age=3)
    put("todo", name="residents.jobs.tidy", age=7)
    client = enter("keeper")
    text = words(client.get(PAGE))
    listed = text.split("排着还没办的")[1].split("到点就办的")[0]
    assert re.findall(r"清掉过期的东西 1|费时间的事的一步 2", listed) == [
        "清掉过期的东西 1",
        "费时间的事的一步 2",
    ]
    assert "residents.jobs" not in text
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_what_failed_is_set_aside_for_good(enter, keeper):
    pk = put("failed")
    client, aside = enter("keeper"), reverse("admin:set_aside_job", args=[pk])
    assert "放到一边了" in client.post(aside, follow=True).text
    assert ProcrastinateJob.objects.get(pk=pk).status == "aborted"
    assert "没办成：0" in words(client.get(PAGE))
    assert "已经不在没办成的里面了" in client.post(aside, follow=True).text


def test_the_keeper_stops_what_somebody_else_began(enter, building, keeper, staff, monkeypatch):
    heartbeat()
    monkeypatch.setattr(circulars, "MAX_AT_ONCE", 0)
    letter = CircularInput(title="停水", body="周三", audience="residents")
    job = circulars.send_circular(building.neighbourhood, [building], letter, by=staff).job
    client = enter("keeper")
    assert "群发通知：给1栋楼：停水" in words(client.get(PAGE))
    stopping = reverse("admin:stop_long_job", args=[job.pk])
    assert client.get(stopping).status_code == 405
    assert "停下了" in client.post(stopping, follow=True).text
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert client.post(stopping).status_code == 404


def test_it_says_how_long_the_queue_has_stood_and_who_can_help(enter, keeper, staff):
    assert "系统刚启动的话，请等一分钟再看" in enter("keeper").get(PAGE).text
    put("todo", age=12)
    page = words(enter("keeper").get(PAGE))
    assert "排队已停了12分钟，没有人在办。 请把系统重新启动一下。" in page
    assert "请告诉管服务器的人。" in words(enter("staff").get(PAGE))


def test_a_late_backup_is_told_once(enter, keeper, settings, monkeypatch):
    settings.BACKUP = replace(settings.BACKUP, nightly=True)
    report = HealthReport({"backup": [check_backup()]})
    monkeypatch.setattr(queue, "check_health", lambda: report)
    assert len(report.all) == 1
    assert words(enter("keeper").get(PAGE)).count("还没有备份过") == 1


def test_a_running_job_is_not_put_there_a_second_time(enter, keeper):
    pk = put("doing")
    again = reverse("admin:retry_job", args=[pk])
    assert "已经不在没办成的里面了" in enter("keeper").post(again, follow=True).text
    assert ProcrastinateJob.objects.get(pk=pk).status == "doing"


def test_periodic_jobs_tell_when_they_last_ran_and_are_not_among_the_failed(enter, keeper):
    heartbeat()
    name = "residents.jobs.tidy"
    put("succeeded", name=name, age=60)
    put("failed", name=name, age=1)
    text = words(enter("keeper").get(PAGE))
    assert ("清掉过期的东西" in text, "没办成：0" in text) == (True, True)
    row = text.split("清掉过期的东西")[1].split()[:4]
    assert len([word for word in row if ":" in word]) == 2  # two hours


@pytest.mark.parametrize(
    ("beat", "due", "stands"),
    [(0, None, False), (11, None, True), (None, None, True), (0, 11, True), (0, 9, False)],
)
def test_it_says_when_nobody_works(enter, keeper, beat, due, stands):
    if beat is not None:
        heartbeat(beat)
    if due is not None:
        put("todo", age=due)
    assert ("请把系统重新启动一下" in enter("keeper").get(PAGE).text) == stands


def test_the_committee_sees_its_own_long_jobs_and_retries_nothing(
    enter, building, staff, foreign_staff, django_assert_num_queries
):
    pk = put("failed")
    job = start_long_job(
        "notices.circular", by=staff, total=3, result_url="/", circular=1, buildings=[]
    )
    client = enter("staff")
    page = client.get(PAGE)
    assert reverse("mine:long_job", args=[job.pk]) in page.text
    assert ("再办一次" in page.text, "到点就办的" in page.text) == (False, False)
    for name, which in (("retry_job", pk), ("set_aside_job", pk), ("stop_long_job", job.pk)):
        assert client.post(reverse(f"admin:{name}", args=[which])).status_code == 403
    with django_assert_num_queries(6):
        client.get(PAGE)
    assert reverse("mine:long_job", args=[job.pk]) not in enter("foreign_staff").get(PAGE).text


@pytest.mark.parametrize("persona", ["leader", "resident", "visitor"])
def test_nobody_else_opens_it(enter, building, leader, resident, persona):
    assert enter(persona).get(PAGE).status_code == 302
    assert enter(persona).post(reverse("admin:retry_job", args=[1])).status_code == 302


def test_the_keeper_alone_sees_what_is_wrong_with_the_installation(
    enter, keeper, building, staff, monkeypatch
):
    report = HealthReport(
        {"disk": [fail("full", "满了：%(n)d", n=3)], "clock": [warn("late", "慢了")]}
    )
    monkeypatch.setattr(queue, "check_health", lambda: report)
    assert "满了：3 慢了" in words(enter("keeper").get(PAGE))
    assert "满了" not in enter("staff").get(PAGE).text
