"""Middleware of the bench: count SQL statements in the header ``X-Statements``.

The request header ``X-Forget`` clears the page cache.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse


def count_statements(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        count = 0

        def tally(execute: Callable[..., object], *args: object) -> object:
            nonlocal count
            count += 1
            return execute(*args)

        if "X-Forget" in request.headers:
            caches["pages"].clear()
        with connection.execute_wrapper(tally):
            response = get_response(request)
        response["X-Statements"] = str(count)
        return response

    return middleware
