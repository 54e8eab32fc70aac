"""Files are read through the portal's pages, whether they are kept in a folder or on S3. One that is gone
is answered with a placeholder and a line for the keeper."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.urls import reverse

from residents.access import missing_files
from residents.access.files import serve_file
from residents.installation.health import check_files
from tests.architecture.requests import body_of
from tests.architecture.site import ROOT
from tests.factories import AttachmentFactory, NoticeFactory
from tests.factories.lounge import PhotoFactory


@pytest.fixture(params=["a folder", "S3"])
def photo(request, db):
    if request.param == "S3":
        request.getfixturevalue("s3_media")
    return PhotoFactory()


def answer(file, **headers):
    return serve_file(RequestFactory().get("/", headers=headers), file)


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
        "no-store",
    )
    assert "refuses the portal (403" in caplog.text


@pytest.fixture
def lost(building):
    attachment = AttachmentFactory(notice=NoticeFactory(building=building))
    Path(attachment.file.path).unlink()
    return attachment


def address(attachment, size="whole"):
    return reverse("notices:attachment", args=["114", attachment.notice_id, attachment.pk, size])


def test_a_lost_photo_is_a_picture_that_says_so_and_is_stored_nowhere(
    enter, lost, resident, caplog
):
    page = enter("resident").get(address(lost))
    assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
    assert (page["Content-Type"].partition(";")[0], "找不到了" in page.text) == (
        "image/svg+xml",
        True,
    )
    (line,) = [one.getMessage() for one in caplog.records if one.name == "residents.access.files"]
    assert lost.file.name in line
    assert f"notices.Attachment {lost.pk}" in line
    opened = enter("resident").get(address(lost), headers={"accept": "text/html,*/*;q=0.8"})
    assert (opened.status_code, "请告诉楼组长或居委" in opened.text) == (404, True)
    assert f'href="{lost.notice.get_absolute_url()}"' in opened.text  # the way back
    small = enter("resident").get(address(lost, "small"))
    assert (small.status_code, body_of(small)) == (200, b"small")


def test_the_keeper_is_told_of_lost_files_until_they_are_back(enter, lost, resident):
    assert check_files() is None
    for _time in range(2):
        enter("resident").get(address(lost))
    found = check_files()
    assert (found.text, lost.file.name in found.sentence) == (
        "1张照片或者文件找不到了。请从备份里放回去。",
        True,
    )
    Path(lost.file.path).write_bytes(b"back")
    assert check_files() is None


def test_no_more_names_are_remembered_than_anybody_reads(db, monkeypatch):
    monkeypatch.setattr(missing_files, "MAX_NAMES", 2)
    for name in "abcb":
        missing_files.note_missing_file(name)
    assert missing_files.missing_files() == ["b", "c"]


def test_a_lost_pdf_is_a_page_that_says_so(enter, lost, resident):
    type(lost).objects.filter(pk=lost.pk).update(kind="pdf", thumbnail="")
    page = enter("resident").get(address(lost))
    assert (page.status_code, "这份文件找不到了" in page.text) == (404, True)
    assert "attachment" not in page.headers.get("Content-Disposition", "")


def test_media_are_served_in_one_place_only():
    """So that no view shows a broken picture."""
    code = [
        path
        for folder in ("governance", "residents", "louzu")
        for path in (ROOT / folder).rglob("*.py")
    ]
    found = [path for path in code if "FileResponse(" in path.read_text()]
    assert [str(path.relative_to(ROOT)) for path in found] == ["residents/access/files.py"]
