"""Entries which a script kept on a device without signal, and sends later (static/js/keep.js)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused

KEPT_BY = "X-Kept-By"
"""Holds the primary key of the user who was signed in when the entry was made."""


def is_kept(request: HttpRequest) -> bool:
    return request.method == "POST" and KEPT_BY in request.headers


def answer_script(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Say in a status and a sentence what became of the entry.

    204: it is on record, now or since an earlier sending. 409: somebody else made it, so it is not
    taken from this session. 422: refused, and a corrected form may be taken. 403: not to be taken
    any more. Nothing is recorded but with 204.
    """
    if request.headers[KEPT_BY] != str(request.user.pk):
        return _say(_("这是别人登记的，要等那个人自己登录以后才会送出。"), HTTPStatus.CONFLICT)
    try:
        response = answer()
    except Refused as refusal:
        return _say(str(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
    except PermissionDenied as denied:
        return _say(str(denied) or _("现在不能登记了，这次没有记上。"), HTTPStatus.FORBIDDEN)
    if response.status_code == HTTPStatus.FOUND:
        response.status_code = HTTPStatus.NO_CONTENT
        del response.headers["Location"]
    return response


def _say(sentence: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
