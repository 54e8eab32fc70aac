"""The view for requests that fail with an exception."""

from __future__ import annotations

import sys

from django.db import InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from psycopg.errors import IdleInTransactionSessionTimeout

RETRY_AFTER = 30
"""Seconds after which the browser may try again."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database had no time or no connection for the request, else 500."""
    if not _is_busy(sys.exc_info()[1]):
        return defaults.server_error(request)
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _is_busy(error: BaseException | None) -> bool:
    """Return whether ``error`` is a time limit, a lost connection, a full pool or a full disk."""
    timed_out = isinstance(error, InternalError) and isinstance(
        error.__cause__, IdleInTransactionSessionTimeout
    )
    return timed_out or isinstance(error, OperationalError)
