"""Entries that a script stored on a device while offline, and sends later (static/js/keep.js)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.stored_files import StorageFull

AUTHOR_HEADER = "X-Kept-By"
"""Header with the primary key of the user who made the entry."""


def is_offline_entry(request: HttpRequest) -> bool:
    return request.method == "POST" and AUTHOR_HEADER in request.headers


def answer_offline_entry(
    request: HttpRequest, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Answer the script with a status and a sentence.

    204: recorded, now or earlier. 409: made by another user, and not accepted from this session.
    422: refused, but may be accepted after a correction. 403: no longer possible. Only 204 records
    anything.
    """
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
    return response


def _plain_response(sentence: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
