"""Find the page to which a refused form leads back."""

from __future__ import annotations

import inspect
from urllib.parse import SplitResult, urlsplit

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from residents.access.guard import same_site_url
from residents.access.refusal_page import parent_page

READING = {"GET", "HEAD"}


def way_back(request: HttpRequest, *, home: str) -> str:
    """Return the address of the page on which the form stood, or of the nearest page above the form's
    address, or ``home``."""
    return _page_before(request) or parent_page(request.path) or home


def page_behind(request: HttpRequest) -> str:
    """Return the page from which somebody came to the page of a form, or the nearest one above it."""
    came = _came_from(request)
    return came.path if came.path not in {"", request.path} else parent_page(request.path) or "/"


def page_to_open(request: HttpRequest) -> str:
    """Return the address of a page to open instead of one that only takes forms, or "" if the
    request's own address opens."""
    return "" if _opens(request.path) else way_back(request, home="/")


def follows_a_refusal(request: HttpRequest) -> bool:
    """Return whether a refusal led back to this page, whose reason is not shown yet."""
    again = request.method in READING and _came_from(request).path == request.path
    return again and len(get_messages(request)) > 0


def say_refusal(request: HttpRequest, why: str) -> None:
    """Show why on the page to which the refusal leads, unless the one that led here says so there."""
    if not follows_a_refusal(request):
        messages.error(request, why)


def _page_before(request: HttpRequest) -> str:
    came = _came_from(request)
    refused = came.path == request.path and request.method in READING
    if refused or not _opens(came.path):
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path


def _came_from(request: HttpRequest) -> SplitResult:
    return urlsplit(same_site_url(request, request.headers.get("referer", "")))


def _opens(path: str) -> bool:
    """Return whether a link can lead here: a view answers, and not only forms."""
    try:
        view: object = resolve(path).func
    except Resolver404:
        return False
    while inspect.isfunction(view):
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None and "GET" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True
