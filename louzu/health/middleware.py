"""Answers to health checks of balancers, containers and monitors."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from louzu.health.running import HealthReport, check_health

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
