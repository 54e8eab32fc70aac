"""Answers to health checks; the access log and the metrics of requests."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
import uuid
from collections.abc import Callable
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from structlog.contextvars import bound_contextvars

from louzu.health.running import HealthReport, check_health
from louzu.lib.logs import ACCESS, view_of

SLOW = 1.0
"""Seconds above which a request is logged as slow, with level WARNING."""
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
access_log = logging.getLogger(ACCESS)
GetResponse = Callable[[HttpRequest], HttpResponse]
ADDED_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")


def answer_health_checks(get_response: GetResponse) -> GetResponse:
    """Answer /healthz and /readyz. It stands first: these requests come by IP address and without TLS,
    so they are neither checked for their host nor redirected, and need no session and no database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            response = HttpResponse("ok\n", content_type="text/plain")
        elif request.path_info == "/readyz":
            response = _readiness(check_health(), with_details=_may_see_details(request))
        else:
            return get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


class _Statements:
    """Counts the statements of a request."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.number += 1
        return execute(*given)


def watch_requests(get_response: GetResponse) -> GetResponse:
    """Give each request an id, count its statements and log it. Metrics are kept if they are wanted."""
    note_request: Callable[[Any, Any, float, int], None] | None = None
    if settings.ENV.monitoring.metrics:
        from louzu.health import metrics  # noqa: PLC0415 -- opens files

        note_request = metrics.note_request

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = _request_id(request)
        statements, started = _Statements(), time.perf_counter()
        with bound_contextvars(request_id=request_id):
            with connection.execute_wrapper(statements):
                response = get_response(request)
            seconds = time.perf_counter() - started
            if not request.path_info.startswith(settings.STATIC_URL):
                _log(request, response, seconds, statements.number)
        if note_request:
            note_request(request, response, seconds, statements.number)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def _request_id(request: HttpRequest) -> str:
    """Return the id that a trusted proxy gave, so that its log and ours can be compared, or a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.ENV.proxies else ""
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _log(request: HttpRequest, response: HttpResponse, seconds: float, statements: int) -> None:
    slow = seconds > SLOW
    access_log.log(
        logging.WARNING if slow else logging.INFO,
        "slow request" if slow else "request",
        extra={
            "method": request.method,
            "view": view_of(request),
            "status": response.status_code,
            "ms": round(seconds * 1000),
            "statements": statements,
        },
    )


def _readiness(report: HealthReport, *, with_details: bool) -> HttpResponse:
    body: dict[str, object] = {"status": report.word}
    if with_details:
        body["version"] = settings.VERSION
        body["checks"] = {
            name: [
                {"severity": finding.severity, "sentence": finding.sentence} for finding in found
            ]
            for name, found in report.findings.items()
        }
    return JsonResponse(body, status=200 if report.is_ready else 503)


def _may_see_details(request: HttpRequest) -> bool:
    """Return whether the request has the token, or comes from this machine without a proxy."""
    token = settings.ENV.monitoring.health_token
    given = request.headers.get("Authorization", "")
    if token and compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    try:
        local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return local and not any(name in request.META for name in ADDED_BY_PROXIES)
