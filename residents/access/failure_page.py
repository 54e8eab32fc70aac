"""The page for requests that fail because the database is away or a disk is full.

It needs no database, and gives back what was typed in a form.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from louzu.lib.faults import OUTAGE, Fault, fault_of, time_limit
from residents.access.refusal_page import (
    NUMBERED,
    is_secret_field_name,
    rows_for,
    text_field_labels,
)
from residents.people.models.users import Language

RETRY_AFTER = {Fault.BUSY: 5, Fault.FULL: 60}
"""Seconds after which the browser may try again."""
STATUS = {Fault.BUSY: HTTPStatus.SERVICE_UNAVAILABLE, Fault.FULL: HTTPStatus.INSUFFICIENT_STORAGE}
FORM_PROTOCOL_FIELDS = {"csrfmiddlewaretoken", "once"}
"""They are sent again as they came: a fresh token would let another site's form pass."""


@dataclass(frozen=True, slots=True)
class SentField:
    name: str
    text: str
    label: str
    shown: bool
    """Whether it is text to be read again, and not a choice or a hidden value."""

    @property
    def rows(self) -> int:
        return rows_for(self.text)


@dataclass(frozen=True, slots=True)
class SentForm:
    fields: list[SentField] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Names of file fields that were used. Their files have to be chosen again."""
    complete: bool = True
    """False if a password or code was left out, so that it cannot be sent again from here."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed with an exception: the view ``handler500``."""
    fault = fault_of(sys.exc_info()[1])
    return failure_page(request, fault) if fault else defaults.server_error(request)


def refuse_during_outage(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer at once while the database is away, and limit the time of all other requests."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if OUTAGE.refuses():
            return failure_page(request, Fault.BUSY)
        with time_limit():
            return get_response(request)

    return middleware


def failure_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in Language else settings.LANGUAGE_CODE
    context = {
        "fault": fault,
        "language": language,
        "method": request.method,
        "path": request.get_full_path(),
        "sent": _sent_form(request),
    }
    with translation.override(language):
        response = HttpResponse(render_to_string("503.html", context), status=STATUS[fault])
    response["Retry-After"] = str(RETRY_AFTER[fault])
    response["Cache-Control"] = "no-store"
    return response


class _SkippedFiles(FileUploadHandler):
    """Remember the names of file fields, and write their files nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def new_file(self, field_name: str, *_args: object, **_kwargs: object) -> None:
        self.names.append(field_name)
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 -- Django's
        return None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 -- Django's
        return None


def _sent_form(request: HttpRequest) -> SentForm:
    """Return what was sent, without secrets. It is empty if the body can no longer be read."""
    if request.method != "POST":
        return SentForm()
    skipped = _SkippedFiles()
    with suppress(Exception):  # the request was read before
        request.upload_handlers = [skipped]
    try:
        sent = {name: [str(value) for value in values] for name, values in request.POST.lists()}
        files = list(dict.fromkeys([*skipped.names, *request.FILES]))
    except Exception:  # noqa: BLE001 -- whatever is wrong with the body, a page is shown
        return SentForm()
    complete = not any(_is_secret(name) and any(values) for name, values in sent.items())
    return SentForm(list(_fields(sent)), files, complete)


def _is_secret(name: str) -> bool:
    return name not in FORM_PROTOCOL_FIELDS and is_secret_field_name(name)


def _fields(sent: dict[str, list[str]]) -> Iterator[SentField]:
    labels = text_field_labels()
    for name, values in sent.items():
        if _is_secret(name):
            continue
        label = labels.get(NUMBERED.sub("", name))
        for value in values:
            shown = label is not None and any(map(str.isalpha, value))
            yield SentField(name, value, str(label or ""), shown)
