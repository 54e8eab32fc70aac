"""Files of a form that was not accepted are kept for a day, and the oldest go first."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.crypto import get_random_string

from louzu.lib.uploads import CleanPhoto, File, Pdf
from residents.uploads import actions
from residents.uploads.actions import forget_files, forget_files_of, keep_files
from residents.uploads.models import KeptFile
from residents.uploads.queries import FILES_KEPT_FOR, kept_files_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def pdf(name="报价.pdf", size=10) -> File:
    return File(name, Pdf(b"x" * size))


def keep(user, *files):
    keep_files(((get_random_string(8), file) for file in files), by=user)


def content_of(file) -> bytes:
    with file.open() as opened:
        return opened.read()


def names(user) -> list[str]:
    return [kept.name for kept in kept_files_of(user)]


@pytest.fixture
def user():
    return UserFactory()


def test_a_photo_and_a_pdf_are_kept_as_they_were(user):
    keep(user, File("长" * 250 + ".heic", CleanPhoto(b"whole", b"small", 64, 48)), pdf())
    paper, photo = kept_files_of(user)
    assert (photo.width, photo.height, content_of(photo.file)) == (64, 48, b"whole")
    assert (len(photo.name), photo.name[-6:]) == (200, "长.heic")
    assert (paper.width, bool(paper.thumbnail), paper.file.name[-4:]) == (None, False, ".pdf")


def test_the_oldest_of_too_many_files_are_deleted(user, monkeypatch):
    monkeypatch.setattr(actions, "MAX_KEPT_FILES", 3)
    keep(user, *(pdf(f"{n}") for n in range(3)))
    keep(UserFactory(), pdf("别人的"))
    assert names(user) == ["2", "1", "0"]
    keep(user, pdf("3"))
    assert names(user) == ["3", "2", "1"]
    assert KeptFile.objects.count() == 4


def test_only_files_within_the_size_limit_are_kept(user, monkeypatch):
    monkeypatch.setattr(actions, "MAX_KEPT_BYTES", 100)
    keep(user, pdf("早", 60))
    keep(user, pdf("大", 101), pdf("一", 60), pdf("二", 41), pdf("三", 40))
    assert names(user) == ["三", "一"]
    keep(user, pdf("满", 100))
    assert names(user) == ["满"]


def test_a_file_that_is_gone_from_the_disk_takes_no_room(user, monkeypatch):
    keep(user, pdf("没了", 90))
    kept = kept_files_of(user).get()
    kept.file.storage.delete(kept.file.name)
    monkeypatch.setattr(actions, "MAX_KEPT_BYTES", 100)
    keep(user, pdf("新的", 100))
    assert names(user) == ["新的", "没了"]


def test_a_file_is_kept_for_a_day(user):
    keep(user, pdf("旧"), pdf("新"))
    old = timezone.now() - FILES_KEPT_FOR
    KeptFile.objects.filter(name="旧").update(at=old)
    KeptFile.objects.filter(name="新").update(at=old + dt.timedelta(minutes=1))
    assert names(user) == ["新"]
    assert (forget_files(), KeptFile.objects.count()) == (1, 1)


def test_files_go_with_their_rows_and_those_of_others_stay(
    user, django_capture_on_commit_callbacks
):
    other = UserFactory()
    keep(user, pdf("一"))
    keep(other, pdf("二"))
    mine, theirs = kept_files_of(user).get(), kept_files_of(other).get()
    with django_capture_on_commit_callbacks(execute=True):
        forget_files_of(user)
    storage = mine.file.storage
    assert [storage.exists(one.file.name) for one in (mine, theirs)] == [False, True]
    assert [*KeptFile.objects.all()] == [theirs]
