"""A folder keeps backups under their names only when they are good, and the same on S3."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from functools import partial
from types import SimpleNamespace

import pytest

from dev.s3_server import BUCKET, S3Server
from louzu.backup import s3
from louzu.backup.errors import BackupError
from louzu.backup.places import ABANDONED_AFTER, FolderPlace, open_file, remove_abandoned
from louzu.backup.rotation import is_own_backup
from louzu.backup.s3 import BucketPlace

NAME = "louzu-x-20261129T030000Z.tar.gz.age"
OLD, YOUNG = "louzu-x-20261127T030000Z.tar.gz", "louzu-x-20261129T010000Z.tar.gz.age"
OTHERS = (
    "louzu-manual-export.zip",
    "louzu-x-20261127T030000Z.tar.gz.age.bak",
    "louzu-another-20261127T030000Z.tar.gz.age",
    "holiday.jpg",
)
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


@pytest.fixture
def left(place, request):
    """Put a file into the place, and let it be as old as one of a backup that was killed."""

    def leave(name, *, age=ABANDONED_AFTER + 60):
        path = _path_in(place, request, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("precious")
        os.utime(path, (time.time() - age, time.time() - age))
        return path

    return leave


def _path_in(place, request, name):
    if isinstance(place, FolderPlace):
        return place.folder / name
    return request.getfixturevalue("s3_server").folder / BUCKET / place.place.prefix / name


def test_only_what_a_killed_backup_of_this_portal_left_is_removed(place, left):
    killed = left(f"{OLD}.part")
    kept = [left(f"{name}.part") for name in OTHERS]
    kept += [left(OLD), left(f"{YOUNG}.part", age=60)]
    create(place)
    remove_abandoned(place, NAME, is_own=partial(is_own_backup, "x"))
    assert not killed.exists()
    assert all(path.exists() for path in kept)
    assert {*place.unfinished()} == {NAME, YOUNG, *OTHERS}


def test_a_folder_or_a_link_with_such_a_name_is_left_alone(tmp_path):
    (tmp_path / f"{OLD}.part").mkdir()
    precious = tmp_path / "precious"
    precious.write_text("")
    link = tmp_path / f"louzu-x-20261126T030000Z.tar.gz{'.part'}"
    link.symlink_to(precious)
    os.utime(tmp_path / f"{OLD}.part", (0, 0))
    os.utime(link, (0, 0), follow_symlinks=False)
    place = FolderPlace(tmp_path)
    create(place)
    remove_abandoned(place, NAME, is_own=partial(is_own_backup, "x"))
    place.accept(NAME)
    assert {path.name for path in tmp_path.iterdir()} == {
        NAME,
        f"{OLD}.part",
        link.name,
        precious.name,
    }


def test_an_unfinished_file_that_is_there_is_told(tmp_path):
    (tmp_path / f"{NAME}.part").mkdir()
    with pytest.raises(BackupError, match=rf"{NAME}.part is there already.*delete it"):
        FolderPlace(tmp_path).create(NAME)


def test_the_parts_of_a_killed_upload_are_removed(s3_server):
    place = BucketPlace(s3_server.place())
    uploads = s3_server.folder / ".nanio" / "multipart"
    for name, age in ((OLD, ABANDONED_AFTER + 60), (YOUNG, 60), ("holiday.jpg", 10**6)):
        _begin_upload(place, uploads, f"{name}.part", age)
    create(place)
    remove_abandoned(place, NAME, is_own=partial(is_own_backup, "x"))
    assert {*place.unfinished()} == {NAME, YOUNG, "holiday.jpg"}


def _begin_upload(place, uploads, name, age):
    begun = place.client.create_multipart_upload(Bucket=BUCKET, Key=f"{place.place.prefix}/{name}")
    file = uploads / begun["UploadId"] / "init.json"
    content = json.loads(file.read_text())
    content["initiated"] = dt.datetime.fromtimestamp(time.time() - age, dt.UTC).isoformat()
    file.write_text(json.dumps(content))


@pytest.fixture
def hanging(tmp_path, monkeypatch):
    """A place in a bucket whose server takes connections and answers nothing."""
    monkeypatch.setattr(s3, "MAX_SECONDS_ASKED", 0.3)
    server = S3Server(tmp_path)
    server.start()
    server.freeze()
    yield SimpleNamespace(place=BucketPlace(server.place()), server=server)
    server.thaw()
    server.stop()


def test_a_bucket_that_hangs_in_the_middle_is_told(hanging):
    hanging.server.thaw()
    with hanging.place.create(NAME) as file:
        file.write(bytes(32 * 1024 * 1024))
    with hanging.place.reading(NAME, unfinished=True) as opened:
        hanging.server.freeze()
        with pytest.raises(BackupError, match="does not answer"):
            opened.read()


def test_a_bucket_that_hangs_is_told_soon(hanging):
    begun = time.monotonic()
    for ask in (hanging.place.create, hanging.place.reading):
        with pytest.raises(BackupError, match="does not answer"):
            ask(NAME)
    with pytest.raises(BackupError, match="does not answer"):
        hanging.place.names()
    assert time.monotonic() - begun < 10


def test_a_bucket_that_refuses_is_told(s3_server):
    place = BucketPlace(s3_server.place(secret="wrong"))
    with pytest.raises(BackupError, match="refuses the portal"):
        place.names()
    with pytest.raises(BackupError, match="refuses the portal"):
        place.create(NAME)
