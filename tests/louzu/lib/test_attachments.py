"""Attachments are counted and told by kind, and no more are taken than fit."""

from __future__ import annotations

import datetime as dt

import pytest

from governance.notices.models import Attachment
from louzu.lib.attachments import (
    MAX_ATTACHMENTS,
    attach,
    describe_attachments,
    detach,
    enclosed,
    told_after,
)
from louzu.lib.errors import Refused
from louzu.lib.uploads import CleanPhoto, File, Pdf
from tests.factories import NoticeFactory

PHOTO, PDF = Attachment(kind="photo"), Attachment(kind="pdf")
WALL = Attachment(kind="photo", seen_on=dt.date(2026, 11, 28))
"""A photo of the paper on the wall, which is no part of the text."""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], ""),
        ([PHOTO], "1张照片"),
        ([PDF, PHOTO, PHOTO], "2张照片、1份文件"),
        ([PDF], "1份文件"),
        ([WALL, PHOTO], "1张照片"),
        ([WALL], ""),
    ],
)
def test_a_text_tells_the_files_that_belong_to_it(files, expected):
    assert describe_attachments(files) == expected


def test_a_text_without_files_is_told_as_it_is():
    assert (enclosed(""), told_after("11月28日", []), told_after("", [PDF])) == (
        "",
        "11月28日",
        "附：1份文件",
    )
    assert told_after("11月28日", [PHOTO]) == "11月28日，附：1张照片"


def pdf(name: str = "报价.pdf") -> File:
    return File(name, Pdf(b"%PDF-1.7\n%%EOF"))


def content_of(file) -> bytes:
    with file.open() as opened:
        return opened.read()


def rows_of(notice):
    return Attachment.objects.filter(notice=notice)


@pytest.mark.django_db
def test_as_many_files_as_fit_are_attached_and_not_one_of_those_beyond(building):
    notice = NoticeFactory(building=building)
    attach(rows_of(notice), [pdf() for _n in range(MAX_ATTACHMENTS - 1)], notice=notice)
    with pytest.raises(Refused, match=f"最多放{MAX_ATTACHMENTS}个附件"):
        attach(rows_of(notice), [pdf(), pdf()], notice=notice)
    assert rows_of(notice).count() == MAX_ATTACHMENTS - 1
    attach(rows_of(notice), iter([pdf("长" * 120 + ".pdf")]), notice=notice)
    last = rows_of(notice).last()
    assert (len(last.name), last.name[-5:], last.kind) == (100, "长.pdf", "pdf")
    attach(rows_of(notice), [], notice=notice)  # full, and nothing more is sent


@pytest.mark.django_db
def test_a_photo_keeps_its_size_and_has_two_files_which_go_with_it(
    building, django_capture_on_commit_callbacks
):
    notice = NoticeFactory(building=building)
    attach(
        rows_of(notice),
        [File("楼道.heic", CleanPhoto(b"whole", b"small", 640, 480))],
        notice=notice,
    )
    photo = rows_of(notice).get()
    assert (photo.kind, photo.width, photo.height, str(photo)) == ("photo", 640, 480, "楼道.heic")
    assert (content_of(photo.file), content_of(photo.thumbnail)) == (b"whole", b"small")
    storage, names = photo.file.storage, (photo.file.name, photo.thumbnail.name)
    assert all(name.endswith(".jpg") for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        detach(photo)
        assert [storage.exists(name) for name in names] == [True, True]  # a rollback needs them
    assert [storage.exists(name) for name in names] == [False, False]
