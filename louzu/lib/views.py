"""What is answered when a request failed."""

from __future__ import annotations

import sys

from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error
from psycopg.errors import IdleInTransactionSessionTimeout

RETRY_AFTER = 30
"""Seconds."""


def answer_failure(request: HttpRequest) -> HttpResponse:
    """503 when the database had no time or no connection for the request, else 500."""
    if not _is_busy(sys.exc_info()[1]):
        return server_error(request)
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _is_busy(error: BaseException | None) -> bool:
    """A time limit, a lost or refused connection, a full pool or a full disk: none is a bug."""
    timed_out = isinstance(error, InternalError) and isinstance(
        error.__cause__, IdleInTransactionSessionTimeout
    )
    return timed_out or isinstance(error, OperationalError)
