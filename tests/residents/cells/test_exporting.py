"""What is in the file of a neighbourhood, and what is not; what stays behind closed."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.test import override_settings

from louzu.backup.archive import MANIFEST, ROWS, ArchiveReader
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError
from louzu.backup.places import open_file
from louzu.backup.restoring import check_before
from residents.cells.exporting import export_neighbourhood
from residents.cells.manifest import neighbourhood_manifest_from
from residents.models import Building, User
from tests.architecture.building_pair import MARKER
from tests.residents.cells.conftest import MOVED, OTHER_PHONE, PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def members_of(file):
    with file.open("rb") as opened:
        return {member.name: b"".join(member.chunks()) for member in ArchiveReader(opened)}


def test_the_file_holds_this_neighbourhood_and_nothing_of_the_other(moved):
    members = members_of(moved.file)
    rows = b"".join(content for name, content in members.items() if name.startswith(ROWS))
    everything = b"".join(members.values())
    assert b"OURS" in rows
    assert MARKER.encode() not in everything
    assert b"Their neighbourhood" not in everything
    assert PHONE.encode() in rows
    manifest = neighbourhood_manifest_from(members[MANIFEST])
    counts = {name: table.rows for name, table in manifest.tables.items()}
    assert (counts["residents_neighbourhood"], counts["residents_building"]) == (1, 1)
    assert counts["journal_cover"] == counts["django_admin_log"] == counts["residents_device"] == 1
    assert list(manifest.heads) == ["114"]
    assert len(manifest.media) > 5
    assert moved.file.stat().st_mode & 0o777 == 0o600


def test_who_is_only_named_is_bare(moved):
    """The superuser of the other neighbourhood printed slips here."""
    with moved.old.entered():
        stranger = User.objects.get(username=moved.people["foreign_staff"])
    rows = members_of(moved.file)[f"{ROWS}residents_user/000000"].decode()
    assert OTHER_PHONE not in rows
    assert stranger.password not in rows
    assert stranger.username not in rows.split()
    (line,) = [line for line in rows.splitlines() if f"moved-{stranger.pk}" in line.split("\t")]
    assert "!" in line.split("\t")
    assert not is_password_usable("!")


def test_its_buildings_are_closed_here_and_those_of_others_are_not(moved):
    with moved.old.entered():
        assert Building.objects.get(slug="114").closed
        assert not Building.objects.get(slug="115").closed
    with pytest.raises(BackupError, match="no open building: it was exported already"):
        moved.old.exported(MOVED, moved.file.with_name("again"))
    assert [path.name for path in moved.file.parent.iterdir()] == [moved.file.name]


@pytest.mark.parametrize(
    ("name", "file", "reason"),
    [
        ("Nowhere", "other", "no neighbourhood “Nowhere”. There are: Their neighbourhood、"),
        ("Their neighbourhood", "neighbourhood.louzu", "is there already"),
    ],
)
def test_a_wrong_word_is_refused(moved, name, file, reason):
    with pytest.raises(BackupError, match=reason):
        moved.old.exported(name, moved.file.with_name(file))
    with moved.old.entered():
        assert not Building.objects.get(slug="115").closed


def test_nobody_else_may_be_connected(moved):
    import psycopg  # noqa: PLC0415 -- the other one's
    from django.db import connection  # noqa: PLC0415

    with moved.old.entered():
        other = psycopg.connect(**connection.get_connection_params())
        with other, pytest.raises(BackupError, match="1 other connections"):
            export_neighbourhood("Their neighbourhood", moved.file.with_name("other"), say=print)


def test_it_is_no_backup(moved):
    with (
        moved.old.entered(),
        override_settings(DEBUG=False),
        pytest.raises(BackupError, match="for louzu import-neighbourhood"),
    ):
        check_before(lambda: open_file(str(moved.file)), DecryptionKeys(), say=print)
