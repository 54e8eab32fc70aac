"""Files are on the disk before their row commits, and gone if it does not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import models, transaction

from louzu.lib.stored_files import DurableFolder, StorageFull, StoredFileField

FIELDS = [
    field
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, models.FileField)
]


class Full(ContentFile):
    """Content of which the disk takes only the beginning."""

    def chunks(self, chunk_size=None):  # noqa: ARG002 -- Django's
        yield b"the beginning"
        raise OSError(self.code, os.strerror(self.code))


def files() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def test_there_is_one_kind_of_file_field_and_of_folder():
    assert len(FIELDS) >= 20
    assert {type(field) for field in FIELDS} == {StoredFileField}
    assert isinstance(storages["default"], DurableFolder)


@pytest.mark.django_db
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_file_goes_with_its_transaction(field, django_capture_on_commit_callbacks):
    row = field.model()
    file = getattr(row, field.name)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        file.save("", ContentFile(b"lost"), save=False)
        assert [path.read_bytes() for path in files()] == [b"lost"]
        raise ZeroDivisionError
    assert files() == []

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        getattr(field.model(), field.name).save("", ContentFile(b"kept"), save=False)
    assert [path.read_bytes() for path in files()] == [b"kept"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_nothing_of_a_file_stays_for_which_there_is_no_space(code):
    content = Full(b"more than fits")
    content.code = code
    row = FIELDS[0].model()
    with pytest.raises(StorageFull, match="硬盘满了"):
        getattr(row, FIELDS[0].name).save("", content, save=False)
    assert files() == []


def test_a_file_and_its_new_folders_are_written_through(monkeypatch):
    synced = []
    written = os.fsync

    def fsync(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        written(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    name = default_storage.save("a/b/one", ContentFile(b"1"))
    root = Path(default_storage.location)
    assert synced == [str(root / name), str(root / "a/b"), str(root / "a"), str(root)]
    synced.clear()
    name = default_storage.save("a/b/two", ContentFile(b"2"))
    assert synced == [str(root / name), str(root / "a/b")]
