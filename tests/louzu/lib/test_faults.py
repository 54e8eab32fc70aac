"""Faults of the installation are told apart from errors of the code."""

from __future__ import annotations

import errno

import pytest
from django.db import IntegrityError, InternalError, OperationalError, connection
from psycopg.errors import DiskFull, IdleInTransactionSessionTimeout, InFailedSqlTransaction

from louzu.lib.faults import PROBE_SECONDS, Fault, Outage, fault_of, time_limit
from louzu.lib.media import MediaUnavailableError


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OperationalError("canceling statement due to statement timeout"), Fault.BUSY),
        (caused(InternalError(), IdleInTransactionSessionTimeout()), Fault.BUSY),
        (caused(OperationalError(), DiskFull()), Fault.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Fault.FULL),
        (MediaUnavailableError("the storage of media does not answer"), Fault.BUSY),
        (caused(InternalError(), InFailedSqlTransaction()), None),
        (OSError(errno.EACCES, "Permission denied"), None),
        (InternalError(), None),
        (IntegrityError(), None),
        (ZeroDivisionError(), None),
        (None, None),
    ],
)
def test_faults(error, fault):
    assert fault_of(error) == fault


def test_an_outage_lets_one_request_in_a_while_try_the_database(monkeypatch):
    now = 100.0
    monkeypatch.setattr("louzu.lib.faults.time.monotonic", lambda: now)
    outage = Outage()
    assert outage.refuses() is False
    outage.begin()
    assert [outage.refuses(), outage.refuses()] == [True, True]
    now += PROBE_SECONDS
    assert [outage.refuses(), outage.refuses()] == [False, True]
    outage.begin()  # the probe failed
    assert outage.refuses() is True
    outage.end()
    assert outage.refuses() is False


@pytest.mark.django_db
def test_a_request_that_took_too_long_begins_no_statement(settings):
    if settings.DATABASES["default"]["ENGINE"] != "louzu.lib.postgresql":
        pytest.fail("the portal's own backend is not used")
    with time_limit(60), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with (
        time_limit(-1),
        connection.cursor() as cursor,
        pytest.raises(OperationalError, match="took too long"),
    ):
        cursor.execute("SELECT 1")
