"""Pages that the service worker keeps for use without signal (static/worker/)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from louzu.lib.time import format_moment
from residents.access.building import BuildingRequest, View

R = TypeVar("R", bound=HttpResponseBase)
READER_HEADER = "X-Person"
"""Header with the primary key of the signed-in user, or ``-``. The worker deletes the pages of
everybody else."""
KEEP_HEADER = "X-Offline"
"""Header of pages that may be kept: the present time in words, percent-encoded."""


def kept_offline(view: View) -> View:
    """Let the reader's browser keep a page. Decorate pages that helpers need in stairwells and that
    all may look at without signal."""

    @wraps(view)
    def page(request: BuildingRequest, **kwargs: object) -> HttpResponseBase:
        return let_browser_keep(request, view(request, **kwargs))

    return page


def let_browser_keep(request: HttpRequest, response: R) -> R:
    kept = response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
    if kept and request.method == "GET" and request.user.is_authenticated:
        response.headers[KEEP_HEADER] = quote(format_moment(timezone.now()))
    return response


def name_reader(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say whose page a response is. Where nobody asked, as for files, nothing is said: a query
    would be needed to know."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if hasattr(request, "_cached_user"):
            response.headers[READER_HEADER] = str(request.user.pk or "-")
        return response

    return middleware
