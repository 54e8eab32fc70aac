"""Checks are run within a time limit, on a connection of their own."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from louzu.health import registry, running
from louzu.health.registry import Severity, fail, health_check, warn
from louzu.health.running import check_health


@pytest.fixture
def only(monkeypatch):
    """``only(a=function)`` leaves no other checks, and no result of an earlier run."""

    def replace(**functions):
        monkeypatch.setattr(registry, "_registered", {})
        monkeypatch.setattr(registry, "_discover", lambda: None)
        monkeypatch.setattr(running, "_latest", None)
        for name, function in functions.items():
            health_check(name, needs_database=name.startswith("db"))(function)

    return replace


def test_a_report_lists_failures_first_and_is_ready_only_without_them(only):
    only(a=lambda: warn("w", "慢"), b=lambda: None, c=lambda: fail("f", "停了%(n)d次", n=2))
    report = check_health()
    assert report.findings["b"] == []
    assert [(one.severity, one.sentence, one.text) for one in report.all] == [
        (Severity.FAIL, "f", "停了2次"),
        (Severity.WARN, "w", "慢"),
    ]
    assert (report.is_ready, report.word) == (False, "fail")
    only(a=lambda: [warn("w", "慢")])
    assert (check_health().is_ready, check_health().word) == (True, "warn")
    only(a=lambda: None)
    assert (check_health().is_ready, check_health().word) == (True, "ok")


def test_a_broken_check_is_a_warning_that_tells_no_values(only):
    def broken():
        raise ValueError("13800012345")

    only(a=broken, b=lambda: None)
    report = check_health()
    assert [one.sentence for one in report.all] == ["The check “a” itself failed: ValueError."]
    assert "13800012345" not in report.all[0].text
    assert report.is_ready


def test_without_a_database_what_needs_it_is_not_asked(only):
    asked = []
    only(database=lambda: fail("gone", "没了"), db_jobs=lambda: asked.append(1), a=lambda: None)
    assert set(check_health().findings) == {"database", "a"}
    assert asked == []


def test_a_check_that_hangs_is_told_in_time_and_begun_anew_later(only, monkeypatch):
    go_on, begun = threading.Event(), []

    def hanging():
        begun.append(1)
        go_on.wait(30)

    monkeypatch.setattr(running, "TIME_LIMIT", 0.2)
    only(a=lambda: None, b=hanging)
    started = time.monotonic()
    report = check_health()
    assert [one.sentence for one in report.all] == [
        "The check “b” gave no answer within 0.2 seconds."
    ]
    assert (report.findings["a"], report.is_ready) == ([], False)
    check_health()  # it does not wait again, and begins no second run
    assert time.monotonic() - started < 2
    assert len(begun) == 1
    monkeypatch.setattr(running, "ABANDONED_AFTER", 0.0)
    check_health()
    assert len(begun) == 2
    go_on.set()


def test_a_result_is_given_again_for_a_moment(only, monkeypatch):
    asked = []
    only(a=lambda: asked.append(1))
    check_health()
    check_health()
    assert len(asked) == 1
    monkeypatch.setattr(running, "KEPT", 0.0)
    check_health(kept=60)
    assert len(asked) == 1
    check_health()
    assert len(asked) == 2


@pytest.mark.django_db
def test_checks_have_a_connection_of_their_own(only):
    seen = []

    def ask():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            seen.append((cursor.fetchone(), "pool" in connection.settings_dict["OPTIONS"]))

    ask()
    only(db_a=ask)
    assert check_health().all == []
    assert seen[0][0] != seen[1][0]
    assert not seen[1][1]
