"""What the portal finds out about its own installation."""

from __future__ import annotations

import ast
import shutil
import socket
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.db import connection, connections

from louzu.health import checks
from louzu.health.registry import Severity
from louzu.health.running import own_connection
from tests.architecture.site import ROOT

GB = 1_000_000_000
FINDERS = [
    *ROOT.glob("louzu/health/*.py"),
    *(path for app in ("residents", "governance") for path in ROOT.glob(f"{app}/**/health.py")),
]


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@contextmanager
def database_at(port):
    """Let this thread look for the database at a port of this machine."""
    with own_connection():
        given = connections["default"].settings_dict
        given |= {"HOST": "127.0.0.1", "PORT": str(port)}
        yield


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.mark.django_db
def test_a_database_that_answers_is_no_finding():
    assert checks.check_database() is None


@pytest.mark.django_db
def test_a_database_that_is_away_fails(free_port):
    with database_at(free_port):
        found = checks.check_database()
    assert found.severity is Severity.FAIL
    assert found.sentence == "The database cannot be used (OperationalError)."


@pytest.mark.django_db
def test_a_database_that_takes_connections_and_says_nothing_fails_soon():
    with socket.create_server(("127.0.0.1", 0)) as silent, database_at(silent.getsockname()[1]):
        assert checks.check_database().severity is Severity.FAIL


@pytest.mark.django_db
def test_a_missing_migration_fails_and_one_too_many_does_not():
    assert checks.check_migrations() is None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('residents', '9999', now())"
        )
        assert checks.check_migrations() is None
        cursor.execute("DELETE FROM django_migrations WHERE app = 'inbox' AND name LIKE '0001%'")
    found = checks.check_migrations()
    assert found.severity is Severity.FAIL
    assert found.sentence.startswith("1 migrations are not applied, the first is inbox.0001_")


@pytest.mark.parametrize(
    ("free", "severity", "words"),
    [
        (11 * GB, None, ""),
        (9 * GB, Severity.WARN, "硬盘快满了，只剩9%（9000 MB）。"),
        (GB // 10, Severity.FAIL, "硬盘满了，只剩100 MB，"),
    ],
)
def test_a_disk_that_fills_is_told_before_it_is_full(settings, monkeypatch, free, severity, words):
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(100 * GB, 0, free))
    found = checks.check_disks()
    assert {one.severity for one in found} == ({severity} if severity else set())
    assert [one.text for one in found if not one.text.startswith(words)] == []


def test_a_disk_of_two_folders_is_looked_at_once(settings):
    settings.MEDIA_ROOT.mkdir()
    folders = [*checks.data_folders()]
    assert len({folder.stat().st_dev for folder in folders}) == len(folders) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "sign"), [(0, ""), (60, "-60"), (-60, "+60")])
def test_clocks_that_differ_are_told(monkeypatch, ahead, sign):
    now = checks.time.time
    monkeypatch.setattr(checks.time, "time", lambda: now() + ahead)
    found = checks.check_clock()
    if not sign:
        assert found is None
    else:
        assert f"by {sign} seconds" in found.sentence
        assert found.severity is Severity.WARN


@pytest.fixture
def heartbeat(db):
    def beat(seconds):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - make_interval(secs => %s))",
                [seconds],
            )

    return beat


def test_workers_without_a_sign_of_life_are_told(heartbeat):
    assert [one.sentence for one in checks.check_jobs()] == [
        "No worker of the job queue has shown a sign of life ever: start them."
    ]
    heartbeat(300)
    assert "sign of life for 0:05:00" in checks.check_jobs()[0].sentence
    heartbeat(10)
    assert checks.check_jobs() == []


@pytest.mark.parametrize("planned", [False, True])
def test_a_job_that_nobody_takes_is_told(heartbeat, planned):
    heartbeat(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
            " VALUES ('many', 'x', '{}', 'todo', now() + interval '1 hour')"
        )
        assert checks.check_jobs() == []  # not due yet
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = %s",
            ["now"] if planned else [None],
        )
        assert checks.check_jobs() == []
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - interval '1 hour'"
        )
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")
    (found,) = checks.check_jobs()
    assert found.sentence.startswith("A job has been due for 1:00:0")
    assert found.text == "有事排了60分钟还没办。请看看后台在办的事，卡在哪一件。"


def test_each_finding_tells_the_keeper_what_to_do():
    found = [
        (path.name, call.args[1].args[0].value)
        for path in FINDERS
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"warn", "fail"}
    ]
    assert len(found) >= 12
    assert [pair for pair in found if "请" not in pair[1]] == []
