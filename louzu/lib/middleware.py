"""What every answer says, and which requests are too big to read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

FEATURES = ("camera", "geolocation", "microphone", "payment", "usb")


def say_what_browsers_may_do(get_response: Answer) -> Answer:
    """No device features, no use by other sites; pages are asked for again each time (and answered
    304 when unchanged), and what stands under ``NEVER_STORED`` is put on no disk."""
    policy = ", ".join(f"{feature}=()" for feature in FEATURES)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", policy)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "private, no-cache")
        if request.path.startswith(settings.NEVER_STORED):
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def refuse_oversize(get_response: Answer) -> Answer:
    """A body that is too long is refused by its announced length, before a byte is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdecimal() else 0
        if size > settings.LARGEST_REQUEST_SIGNED_OUT and size > _allowance(request):
            response = render(request, "413.html", status=413)
            response["Connection"] = "close"
            return response
        return get_response(request)

    return middleware


def _allowance(request: HttpRequest) -> int:
    if request.user.is_authenticated:
        return int(settings.LARGEST_REQUEST)
    return int(settings.LARGEST_REQUEST_SIGNED_OUT)
