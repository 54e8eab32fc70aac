"""Process each form once, even if it is sent twice."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from residents.access.actions.submissions import register_submission
from residents.people.models import Submission
from residents.places.models import Building
from residents.uploads.decoding import is_restored
from residents.uploads.offline_entries import is_offline_entry, name_recorded_entry

ONE_HOUR = 60 * 60
SENT_COOKIE = "sent"
ACCEPTED_STATUSES = {201, 204, 302}
A = TypeVar("A", bound=HttpResponseBase)


def once(
    request: HttpRequest, answer: Callable[[], A], *, otherwise: str | Building
) -> A | HttpResponse:
    """Process a form completely or not at all, and only once if it is submitted again.

    It counts as processed if the answer is 201, 204 or 302. A repeated form is redirected to its
    ``Location``, or else to ``otherwise``.
    """
    with transaction.atomic():
        key = _submission_key(request)
        if key and (first := register_submission(key)):
            return _acknowledge(request, redirect(first.led_to or otherwise), first.at)
        response = answer()
        if response.status_code not in ACCEPTED_STATUSES:
            transaction.set_rollback(True)
        elif key:
            led_to = response.headers.get("Location", "")
            Submission.objects.filter(pk=key).update(led_to=led_to[:500])
            _acknowledge(request, response, timezone.now())
        return response


def show_once(page: HttpResponse, *, back: str) -> HttpResponse:
    page.status_code = HTTPStatus.CREATED
    page["Location"] = back
    page["Cache-Control"] = "no-store"
    return page


def _acknowledge(request: HttpRequest, response: A, at: dt.datetime) -> A:
    """Name the form that was processed, which may have been at an earlier time."""
    key = request.POST["once"][:32]
    if not key.isascii() or not key.isprintable():  # not our key, and not allowed in a header
        return response
    if is_offline_entry(request):
        name_recorded_entry(response, key, at)
    response.set_cookie(
        SENT_COOKIE,
        key,
        max_age=ONE_HOUR,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _submission_key(request: HttpRequest) -> str:
    """Return a digest of the form's one-time key and its contents, because a corrected text is
    another submission."""
    if "once" not in request.POST:
        return ""
    typed = sorted((k, v) for k, vs in request.POST.lists() if "csrf" not in k for v in vs)
    sent = [f for _name, fs in request.FILES.lists() for f in fs if not is_restored(f)]
    files = sorted((f.name or "", f.size or 0) for f in sent)
    content = repr((request.user.pk, request.path, typed, files))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
