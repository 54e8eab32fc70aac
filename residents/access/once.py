"""Forms that are sent once: the same form sent twice does its work once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from residents.access.actions.submissions import first_submission
from residents.people.models import Submission
from residents.uploads.decoding import (
    is_restored,
)

ONE_HOUR = 60 * 60
SENT_COOKIE = "sent"
ACCEPTED_STATUSES = {201, 204, 302}


def once(
    request: HttpRequest, answer: Callable[[], HttpResponseBase], *, otherwise: Any
) -> HttpResponseBase:
    """All of a form or nothing; and the same form twice (a double click, a resend) does it once.

    Done is what answers 201, 204 or 302; ``Location`` says where a twin is led, else ``otherwise``.
    """
    with transaction.atomic():
        key = _submission_key(request)
        if key and (first := first_submission(key)):
            return _set_sent_cookie(request, redirect(first.led_to or otherwise))
        response = answer()
        if response.status_code not in ACCEPTED_STATUSES:
            transaction.set_rollback(True)
        elif key:
            led_to = response.headers.get("Location", "")
            Submission.objects.filter(pk=key).update(led_to=led_to[:500])
            _set_sent_cookie(request, response)
        return response


def show_once(page: HttpResponse, *, back: str) -> HttpResponse:
    """The answer to a form that holds what is to be seen once: kept nowhere, and a resend of the
    form is led to ``back``."""
    page.status_code = HTTPStatus.CREATED
    page["Location"] = back
    page["Cache-Control"] = "no-store"
    return page


def _set_sent_cookie(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell the browser which form was taken: only then it lets go of the draft it keeps of it."""
    key = request.POST["once"][:32]
    if not key.isascii():  # none of ours, and no header could carry it
        return response
    response.set_cookie(
        SENT_COOKIE, key, max_age=ONE_HOUR,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return response


def _submission_key(request: HttpRequest) -> str:
    """The form's one-time key together with what was typed: a corrected text is another sending."""
    if "once" not in request.POST:
        return ""
    typed = sorted((k, v) for k, vs in request.POST.lists() if "csrf" not in k for v in vs)
    sent = [f for _name, fs in request.FILES.lists() for f in fs if not is_restored(f)]
    files = sorted((f.name or "", f.size or 0) for f in sent)
    content = repr((request.user.pk, request.path, typed, files))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
