"""Entries that a script stored on a device while offline, and sends later (static/js/keep.js)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.marks import mark
from louzu.lib.stored_files import StorageFull

AUTHOR_HEADER = "X-Kept-By"
"""Header with the primary key of the user who made the entry. Every answer to an entry repeats it,
so that the script knows the portal's answers from those of other servers on the way."""
MADE_HEADER, SENT_HEADER = "X-Kept-At", "X-Kept-Now"
"""Headers with the time by the device's clock, in seconds since 1970, when the entry was made and
when it was sent."""
KEY_HEADER, FIRST_HEADER, FOUND_HEADER = "X-Kept-Key", "X-Kept-First", "X-Kept-Found"
"""Headers of the answer: the key of the entry that is recorded, when it was recorded first, and
what else there is to know about it (``Found``)."""
LATE_HEADER = "X-Kept-Late"
"""Header of an entry that waited, and is sent from a page that has nothing to do with it."""
MAX_AGE = dt.timedelta(days=90)
MAX_CLOCK_ERROR = dt.timedelta(minutes=15)


class Found(StrEnum):
    """Findings about a recorded entry that are told to the person who made it."""

    CLASH = "clash"
    """The household has another answer, which differs."""
    STALE = "stale"
    """The text has changed since, so that the household must be asked again."""
    VISITED = "visited"
    """Somebody else visited the household since the entry was made."""
    CLOCK = "clock"
    """The clock of the device is wrong."""


def is_offline_entry(request: HttpRequest) -> bool:
    return request.method == "POST" and AUTHOR_HEADER in request.headers


def answer_offline_entry(
    request: HttpRequest, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer the script with a status and a sentence.

    204: recorded, now or earlier. 409: made by another user, and not accepted from this session.
    422: refused, but may be accepted after a correction. 403: no longer possible. Only 204 records
    anything. A success message for an entry that waited would stand on whatever page is opened
    next, so it is left out: the list of the phone shows it.
    """
    if LATE_HEADER in request.headers:
        messages.set_level(request, messages.WARNING)
    response = _answer(request, answer)
    response.headers[AUTHOR_HEADER] = str(request.user.pk)
    return response


def add_finding(request: HttpRequest, found: Found) -> None:
    mark(request, findings=[*_findings_of(request), found])


def name_recorded_entry(response: HttpResponseBase, key: str, at: dt.datetime) -> None:
    """Name the entry in the answer, without which the script sends it again."""
    response.headers[KEY_HEADER] = key
    response.headers[FIRST_HEADER] = at.isoformat(timespec="seconds")


def time_of_entry(request: HttpRequest) -> dt.datetime | None:
    """Return when an entry was made. None if this is unknown, as when the device's clock was set
    between making and sending it.

    The device's clock only gives the age, so that the time is right even if the clock is not.
    """
    try:
        made, sent = (int(request.headers[name]) for name in (MADE_HEADER, SENT_HEADER))
    except (KeyError, ValueError):
        return None
    age = sent - made
    if not 0 <= age <= MAX_AGE.total_seconds():
        return None
    return timezone.now() - dt.timedelta(seconds=age)


def _is_clock_wrong(request: HttpRequest) -> bool:
    sent = request.headers.get(SENT_HEADER, "")
    if not (sent.isascii() and sent.isdecimal()):
        return False
    error = abs(int(sent) - timezone.now().timestamp())
    return error > MAX_CLOCK_ERROR.total_seconds() or time_of_entry(request) is None


def _findings_of(request: HttpRequest) -> list[Found]:
    return getattr(request, "findings", [])


def _answer(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if request.headers[AUTHOR_HEADER] != str(request.user.pk):
        return _plain_response(
            _("这是别人登记的，要等那个人自己登录以后才会送出。"), HTTPStatus.CONFLICT
        )
    try:
        response = answer()
    except StorageFull as full:  # the script tries again later
        return _plain_response(str(full), HTTPStatus.INSUFFICIENT_STORAGE)
    except Refused as refusal:
        return _plain_response(str(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    except PermissionDenied as denied:
        return _plain_response(
            str(denied) or _("现在不能登记了，这次没有记上。"), HTTPStatus.FORBIDDEN
        )
    if response.status_code == HTTPStatus.FOUND:
        response.status_code = HTTPStatus.NO_CONTENT
        del response.headers["Location"]
        clock = [Found.CLOCK] if _is_clock_wrong(request) else []
        response.headers[FOUND_HEADER] = " ".join([*_findings_of(request), *clock])
    return response


def _plain_response(sentence: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
