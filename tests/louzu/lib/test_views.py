"""A request that fails is answered by what failed: the database's lack of time, or the code."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, OperationalError
from psycopg.errors import IdleInTransactionSessionTimeout, InFailedSqlTransaction

from louzu.lib.views import RETRY_AFTER, server_error


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("canceling statement due to statement timeout"), 503),
        (caused(InternalError(), IdleInTransactionSessionTimeout()), 503),
        (caused(InternalError(), InFailedSqlTransaction()), 500),
        (InternalError(), 500),
        (IntegrityError(), 500),
        (ZeroDivisionError(), 500),
    ],
)
def test_only_a_busy_database_asks_to_try_again(rf, error, status):
    try:
        raise error
    except type(error):
        response = server_error(rf.get("/"))
    assert (response.status_code, response.headers.get("Retry-After")) == (
        status,
        str(RETRY_AFTER) if status == 503 else None,
    )
