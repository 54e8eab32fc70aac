"""Files that no row names are deleted when they are a day old, and never one that a row names."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import FileField
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string
from hypothesis import given
from hypothesis import strategies as st

from louzu.lib import media_rows
from louzu.lib.media import MediaUnavailableError, files_in
from louzu.lib.media_rows import (
    OWN_NAME,
    Comparison,
    SweepRefusedError,
    file_fields,
    missing_files,
    sweep,
    why_not_swept,
)
from residents.jobs import sweep_media
from residents.models import KeptFile
from tests.factories import UserFactory

FIELDS = [*file_fields()]
LATER = dt.timedelta(days=1, minutes=1)


@pytest.fixture(params=["folder", "S3"])
def storage(request, db):
    if request.param == "S3":
        request.getfixturevalue("s3_media")
    return default_storage


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


def a_sweep(unnamed, there, there_and_named, named):
    return Comparison(["a"] * unnamed, [], there, there_and_named, named)


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        # a killed process's file, in a portal of any size
        (a_sweep(1, 2, 1, 1), ""),
        (a_sweep(1, 5001, 5000, 5000), ""),
        (a_sweep(9, 10, 1, 10), ""),
        # many in number, few in share, and the other way round
        (a_sweep(100, 200, 100, 100), ""),
        (a_sweep(101, 2000, 1899, 1899), ""),
        (a_sweep(101, 1000, 899, 899), "101 of 1000 files are named by no row"),
        # another portal's place, however small
        (a_sweep(1, 1, 0, 0), "0 of 1 files are named by a row"),
        (a_sweep(3, 3, 0, 2), "0 of 3 files are named by a row"),
        (a_sweep(1, 3, 0, 2), "0 of 3 files are named by a row"),
        (a_sweep(11, 12, 1, 1), "1 of 12 files are named by a row"),
        # a few of its own files came along
        (a_sweep(5, 10, 5, 51), "5 of 51 files that rows name are there"),
        (a_sweep(5, 10, 5, 50), ""),
        # nothing would be deleted, whatever is wrong
        (a_sweep(0, 3, 0, 100), ""),
        (a_sweep(0, 0, 0, 0), ""),
    ],
)
def test_the_rule_of_what_is_another_database(found, refused):
    reason = why_not_swept(found)
    assert reason.startswith(refused)
    assert bool(reason) == bool(refused)


@given(numbers=st.tuples(*[st.integers(0, 400)] * 4))
def test_nothing_is_deleted_where_rows_name_hardly_anything(numbers):
    unnamed, young, there_and_named, gone = numbers
    there, named = unnamed + young + there_and_named, there_and_named + gone
    if not why_not_swept(a_sweep(unnamed, there, there_and_named, named)) and unnamed:
        assert there_and_named >= max(1, there / 10, named / 10)
        assert unnamed <= max(100, there / 10)


@pytest.mark.parametrize("rows", [0, 2])
def test_another_portals_place_stays_whole(storage, rows, monkeypatch, capsys):
    """Portals of three photos each: whichever of both is the wrong one."""
    for _number in range(rows):
        storage.delete(a_row().file.name)
    theirs = {unnamed() for _number in range(3)}
    probe = storage.save(f"probe/{get_random_string(32)}", ContentFile(b"of a killed check"))
    monkeypatch.setattr(media_rows, "MIN_AGE", -LATER)
    for delete in (partial(sweep, storage), sweep_media):
        with pytest.raises(SweepRefusedError, match="0 of 3 files are named by a row"):
            delete()
    with pytest.raises(CommandError, match=r"Nothing was deleted: 0 of 3 .* say --whatever-number"):
        call_command("sweep_media")
    call_command("sweep_media", "--check-only")
    assert capsys.readouterr().out.count("No row names lounge/2026/11/") == 3
    assert {*files_in(storage)} == theirs | {probe}
    call_command("sweep_media", "--whatever-number")
    assert [*files_in(storage)] == []


def test_a_row_with_another_name_than_the_portal_gives_is_counted(db, monkeypatch):
    row, left = a_row(), unnamed()
    default_storage.delete(row.file.name)
    KeptFile.objects.update(file=default_storage.save("old/plan.pdf", ContentFile(b"kept")))
    monkeypatch.setattr(media_rows, "MIN_AGE", -LATER)
    sweep(default_storage)
    assert not default_storage.exists(left)
    assert default_storage.exists("old/plan.pdf")


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
