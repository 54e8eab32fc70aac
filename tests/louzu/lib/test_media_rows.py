"""Files that no row names are deleted when they are a day old, and never one that a row names."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import FileField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.crypto import get_random_string

from louzu.lib import media_rows
from louzu.lib.media import MediaUnavailableError, files_in
from louzu.lib.media_rows import OWN_NAME, SweepRefusedError, file_fields, missing_files, sweep
from residents.models import KeptFile
from tests.factories import UserFactory

FIELDS = [*file_fields()]
LATER = dt.timedelta(days=1, minutes=1)


@pytest.fixture(params=["folder", "S3"])
def storage(request, db):
    if request.param == "S3":
        request.getfixturevalue("s3_media")
    return default_storage


@pytest.fixture
def a_day_later(monkeypatch):
    now = timezone.now() + LATER
    monkeypatch.setattr(media_rows.timezone, "now", lambda: now)


def unnamed(folder="lounge/2026/11") -> str:
    return default_storage.save(f"{folder}/{get_random_string(32)}.jpg", ContentFile(b"left"))


def a_row() -> KeptFile:
    row = KeptFile(token=get_random_string(8), owner=UserFactory(), name="a")
    row.file.save("", ContentFile(b"kept"), save=False)
    row.save()
    return row


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=str)
def test_the_names_of_all_fields_are_known(model, name):
    """Only files with such names are ever deleted."""
    field = model._meta.get_field(name)
    assert isinstance(field, FileField)
    assert OWN_NAME.fullmatch(field.generate_filename(model(), "a.pdf"))


def test_the_rows_of_every_field_are_asked(db):
    kept = a_row().file.name
    with CaptureQueriesContext(connection) as asked:
        assert sweep(default_storage) == 0
    statements = " ".join(query["sql"] for query in asked)
    for model, name in FIELDS:
        assert f'"{model._meta.db_table}"."{name}"' in statements
    assert len(FIELDS) >= 20
    assert [*files_in(default_storage)] == [kept]


def test_only_old_files_without_a_row_are_deleted(storage, monkeypatch, caplog):
    kept, left = a_row().file.name, unnamed()
    foreign = storage.save("by-hand/notes.txt", ContentFile(b"of the keeper"))
    probe = storage.save(f"probe/{get_random_string(32)}", ContentFile(b"of a killed check"))
    assert sweep(storage) == 0  # younger than a day
    monkeypatch.setattr(media_rows, "MIN_AGE", -LATER)
    assert sweep(storage) == 2
    assert {*files_in(storage)} == {kept, foreign}
    assert not storage.exists(left)
    assert not storage.exists(probe)
    assert "2 files that no row named were deleted" in caplog.text
    assert sweep(storage) == 0


def test_another_portals_database_deletes_nothing(db, a_day_later, monkeypatch, capsys):
    monkeypatch.setattr(media_rows, "MAX_UNNAMED", 2)
    for _number in range(3):
        unnamed()
    with pytest.raises(SweepRefusedError, match="3 of 3 files"):
        sweep(default_storage)
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("sweep_media")
    call_command("sweep_media", "--check-only")
    assert capsys.readouterr().out.count("No row names lounge/2026/11/") == 3
    assert len([*files_in(default_storage)]) == 3
    call_command("sweep_media", "--whatever-number")
    assert [*files_in(default_storage)] == []


def test_missing_files_are_named(storage, capsys):
    row, _other = a_row(), a_row()
    assert [*missing_files(storage)] == []
    storage.delete(row.file.name)
    assert [*missing_files(storage)] == [row.file.name]
    call_command("sweep_media", "--check-only")
    assert f"{row.file.name} is missing: bring it back" in capsys.readouterr().out


def test_without_media_nothing_is_wrong(db):
    assert sweep(default_storage) == 0


def test_a_storage_that_is_away_ends_it(db, s3_server, settings):
    place = s3_server.place(secret="another")
    settings.STORAGES = {**settings.STORAGES, "default": place.configuration()}
    with pytest.raises(MediaUnavailableError):
        sweep(default_storage)
