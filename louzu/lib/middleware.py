"""Headers of every response, and the limit on the size of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

KEPT = "X-Offline"
"""Header of pages that the service worker keeps (residents/access/offline_pages.py)."""
GetResponse = Callable[[HttpRequest], HttpResponse]


def set_default_headers(get_response: GetResponse) -> GetResponse:
    """Forbid other sites to embed responses, and let browsers revalidate pages. Pages under
    ``settings.NEVER_STORED`` are not stored, except those that a phone keeps on purpose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "private, no-cache")
        if request.path.startswith(settings.NEVER_STORED) and KEPT not in response.headers:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def refuse_large_requests(get_response: GetResponse) -> GetResponse:
    """Answer 413 by the Content-Length header, before the body is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        if size > settings.MAX_REQUEST_BYTES_SIGNED_OUT and size > _size_limit(request):
            response = render(request, "413.html", status=413)
            response["Connection"] = "close"
            return response
        return get_response(request)

    return middleware


def _size_limit(request: HttpRequest) -> int:
    if request.user.is_authenticated:
        return int(settings.MAX_REQUEST_BYTES)
    return int(settings.MAX_REQUEST_BYTES_SIGNED_OUT)
