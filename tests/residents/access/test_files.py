"""Files are read through the portal's pages, whether they are kept in a folder or on S3."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import RequestFactory

from residents.access.files import serve_file
from tests.factories.lounge import PhotoFactory


@pytest.fixture(params=["a folder", "S3"])
def photo(request, db):
    if request.param == "S3":
        request.getfixturevalue("s3_media")
    return PhotoFactory()


def answer(file, **headers):
    return serve_file(RequestFactory().get("/", headers=headers), file)


def body_of(response):
    try:
        return b"".join(response.streaming_content)
    finally:
        response.close()


def test_a_photo_is_sent_with_the_same_headers_from_both(photo):
    with default_storage.open(photo.file.name) as file:
        content = file.read()
    for headers in ({}, {"Range": "bytes=0-9"}):  # no part is promised, so the whole is sent
        found = answer(photo.file, **headers)
        assert (found.status_code, body_of(found)) == (200, content)
        assert (found["Content-Length"], found["Content-Type"], found["Cache-Control"]) == (
            str(len(content)),
            "image/jpeg",
            "private, no-cache",
        )
        assert "Accept-Ranges" not in found
        name = photo.file.name.rpartition("/")[2]
        assert found["Content-Disposition"] == f'inline; filename="{name}"'
        assert answer(photo.file, **{"If-None-Match": found["ETag"]}).status_code == 304


def test_a_file_that_is_gone_is_not_found_and_the_keeper_reads_of_it(photo, caplog):
    default_storage.delete(photo.file.name)
    with pytest.raises(Http404):
        answer(photo.file)
    assert f"{photo.file.name} is missing" in caplog.text


def test_while_the_storage_is_away_a_browser_is_asked_to_come_back(
    db, s3_media, s3_server, settings, caplog
):
    photo = PhotoFactory()
    away = s3_server.place(secret="forged")
    settings.STORAGES = {**settings.STORAGES, "default": away.configuration()}
    photo.refresh_from_db()
    found = answer(photo.file)
    assert (found.status_code, found["Retry-After"], found["Cache-Control"]) == (
        503,
        "30",
        "private, no-cache",
    )
    assert "refuses the portal (403" in caplog.text
