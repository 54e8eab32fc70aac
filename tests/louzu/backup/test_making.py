"""Two portals of one host may keep their backups in one place: each deletes its own only."""

from __future__ import annotations

import datetime as dt

import pytest

from louzu.backup.errors import BackupError
from louzu.backup.making import make_backup, rotate
from louzu.backup.places import FolderPlace
from louzu.backup.rotation import name_for
from louzu.backup.s3 import BucketPlace

MORNING = dt.datetime(2026, 11, 29, 1, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path, settings):
    settings.ROOT_URL = "https://portal.example.org"
    return tmp_path


def made_in(folder, hour, minute=0, day=29):
    at = MORNING.replace(day=day, hour=hour, minute=minute)
    name = name_for("portal.example.org", at, encrypted=True)
    (folder / name).touch()
    return name


def test_what_a_restored_copy_wrote_stays(folder):
    own = [made_in(folder, hour, day=25) for hour in (1, 2, 3)] + [made_in(folder, 3)]
    others = [made_in(folder, hour, minute=5, day=25) for hour in (1, 2, 3)] + [made_in(folder, 4)]
    assert rotate(FolderPlace(folder), own[-1], recorded=own).delete == own[:2]
    assert {file.name for file in folder.iterdir()} == {*own[2:], *others}


def test_records_of_backups_that_are_gone_do_not_matter(folder):
    own = [made_in(folder, hour) for hour in (1, 2)]
    (folder / own[0]).unlink()
    found = rotate(FolderPlace(folder), own[1], recorded=own)
    assert (found.delete, found.later) == ([], [])
    assert (folder / own[1]).exists()


def test_a_place_that_takes_nothing_is_told_before_anything_is_dumped(settings, s3_server):
    """No database is needed so far."""
    lines = []
    with pytest.raises(BackupError, match="refuses the portal"):
        make_backup(BucketPlace(s3_server.place(secret="wrong")), settings.BACKUP, say=lines.append)
    assert lines == []
