"""Answer with a file to a reader whose right to it was checked."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from louzu.lib.attachments import AbstractAttachment
from residents.access.missing_files import note_missing_file
from residents.access.refusal_page import parent_page

logger = logging.getLogger(__name__)

RETRY_AFTER = 30
"""Seconds after which a browser may ask again for a file whose storage is away."""
F = TypeVar("F", bound=AbstractAttachment)


def serve_file(
    request: HttpRequest, file: FieldFile, *, download_as: str = "", signed: bool = False
) -> HttpResponseBase:
    """Serve a photo inline or a PDF as a download, after the caller has checked the right.

    Browsers must revalidate each use and get a 304, so that access ends with the right. No browser
    stores a ``signed`` paper.
    """
    response = _not_modified(request, file) if not signed else None
    if response is None:
        try:
            response = _file_response(file, file.open("rb"), download_as)
        except OSError as error:
            opened = "text/html" in request.headers.get("Accept", "")  # in a tab, not inside a page
            return _missing_response(request, file, error, is_picture=not (download_as or opened))
    response["Cache-Control"] = "private, no-store" if signed else "private, no-cache"
    return response


def _missing_response(
    request: HttpRequest, file: FieldFile, error: OSError, *, is_picture: bool
) -> HttpResponse:
    """Answer 404 with a placeholder for a file that is gone, or 503 for one that cannot be read now."""
    row = file.instance
    logger.error(
        "the file %s of %s %s cannot be read: %s", file.name, row._meta.label, row.pk, error
    )
    gone = isinstance(error, FileNotFoundError)
    if gone and file.name:
        note_missing_file(file.name)
    kind = "image/svg+xml" if is_picture else "text/html"
    response = render(
        request,
        "residents/missing_photo.svg" if is_picture else "residents/missing_file.html",
        {"gone": gone, "back": parent_page(request.path) or "/"},
        content_type=f"{kind}; charset=utf-8",
        status=HTTPStatus.NOT_FOUND if gone else HTTPStatus.SERVICE_UNAVAILABLE,
    )
    response["Cache-Control"] = "no-store"
    if not gone:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def serve_attachment(
    request: HttpRequest, files: Iterable[AbstractAttachment], pk: int, size: str
) -> HttpResponseBase:
    found = get_attachment(files, pk)
    is_pdf = found.kind == AbstractAttachment.Kind.PDF
    file = found.thumbnail if size == "small" and not is_pdf else found.file
    return serve_file(request, file, download_as=found.name if is_pdf else "")


def get_attachment(files: Iterable[F], pk: int) -> F:
    found = next((file for file in files if file.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _not_modified(request: HttpRequest, file: FieldFile) -> HttpResponseBase | None:
    return get_conditional_response(request, _etag_of(file))


def _etag_of(file: FieldFile) -> str:
    return f'"{hashlib.sha256((file.name or "").encode()).hexdigest()[:32]}"'


def _file_response(file: FieldFile, opened: File[Any], download_as: str) -> FileResponse:
    response = FileResponse(opened, as_attachment=bool(download_as), filename=download_as)
    response["Content-Type"] = "application/pdf" if download_as else "image/jpeg"
    response["ETag"] = _etag_of(file)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
