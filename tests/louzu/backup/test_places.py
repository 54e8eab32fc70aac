"""A folder keeps backups under their names only when they are good, and the same on S3."""

from __future__ import annotations

import os
import time

import pytest

from louzu.backup.errors import BackupError
from louzu.backup.places import ABANDONED_AFTER, FolderPlace, open_file
from louzu.backup.s3 import BucketPlace

NAME = "louzu-x-20261129T030000Z.tar.gz.age"
CONTENT = bytes(range(256)) * 4000


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    if request.param == "folder":
        return FolderPlace(tmp_path / "backups")
    return BucketPlace(request.getfixturevalue("s3_server").place())


def create(place, name=NAME):
    with place.create(name) as file:
        for at in range(0, len(CONTENT), 100_000):
            file.write(CONTENT[at : at + 100_000])


def test_a_good_one_gets_its_name(place):
    create(place)
    assert NAME not in place.names()
    with place.reading(NAME, unfinished=True) as file:
        assert file.peek(10)[:10] == CONTENT[:10]
        assert file.read() == CONTENT
        assert file.tell() == len(CONTENT)
    place.accept(NAME)
    assert place.names() == [NAME]
    with place.reading(NAME) as file:
        assert file.read() == CONTENT
    place.delete(NAME)
    assert place.names() == []


def test_a_failed_one_is_removed(place):
    create(place)
    place.discard(NAME)
    place.discard(NAME)
    assert place.names() == []
    with pytest.raises(BackupError):
        place.reading(NAME)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupError, match="cannot be used for backups"):
        FolderPlace(tmp_path / "file" / "backups").create(NAME)
    with pytest.raises(BackupError, match="No such file"):
        open_file(str(tmp_path / "missing"))


def test_what_a_killed_backup_left_is_removed_by_a_later_one(tmp_path):
    place = FolderPlace(tmp_path)
    for name, age in (("old", ABANDONED_AFTER + 60), ("running", 60)):
        part = tmp_path / f"louzu-{name}.part"
        part.write_text("")
        os.utime(part, (time.time() - age, time.time() - age))
    create(place)
    assert {*place.names()} == {f"{NAME}.part", "louzu-running.part"}


def test_a_bucket_that_refuses_is_told(s3_server):
    place = BucketPlace(s3_server.place(secret="wrong"))
    with pytest.raises(BackupError, match="refuses the portal"):
        place.names()
    with pytest.raises(BackupError, match="refuses the portal"):
        create(place)
