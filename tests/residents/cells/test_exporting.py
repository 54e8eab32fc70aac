"""What is in the file of a neighbourhood, and what is not; what stays behind closed."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.contrib.auth.hashers import is_password_usable
from django.db import DatabaseError, connection
from django.test import override_settings
from django.utils import timezone

from louzu.backup.archive import MANIFEST, ROWS, ArchiveReader
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError
from louzu.backup.places import open_file
from louzu.backup.restoring import check_before
from louzu.server.roles import NAME
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
    from django.db import connection  # noqa: PLC0415

    with moved.old.entered():
        other = psycopg.connect(**connection.get_connection_params())
        with other, pytest.raises(BackupError, match="1 other connections"):
            export_neighbourhood("Their neighbourhood", moved.file.with_name("other"), say=print)


OTHER = "Their neighbourhood"
STEPS = {
    "export_neighbourhood",
    "_snapshot",
    "accept",
    "write_through",
    "__exit__",
    "_commit",
    "commit",
}
"""Names of functions whose every line is a step."""
FILES = (
    "cells/exporting.py",
    "backup/places.py",
    "lib/durable.py",
    "db/transaction.py",
    "backends/base/base.py",
    "postgresql/base.py",
)


@contextmanager
def at_each_step(happens):
    """Call ``happens`` before each line of what writes, names and closes."""

    def trace(frame, event, _arg):
        code = frame.f_code
        if code.co_name not in STEPS or not code.co_filename.endswith(FILES):
            return None
        if event == "line":
            happens(f"{code.co_name}:{frame.f_lineno}")
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(former)


@pytest.fixture
def reopened(moved, tmp_path):
    """The other neighbourhood, and the file that it is exported to. It is open before and after."""
    yield tmp_path / "other.louzu"
    _open_again(moved)


def test_whenever_it_is_killed_the_file_is_there_or_the_buildings_are_open(moved, reopened):
    """Read the folder, and the buildings by another connection, at every step of an export: a process that is
    killed there leaves exactly this."""
    states, begun = [], []

    def look(step):
        if not begun:
            return
        with psycopg.connect(**begun[0]) as other:
            query = "SELECT until IS NULL FROM residents_building WHERE slug = '115'"
            is_open = other.execute(query).fetchone()[0]
        states.append((is_open, reopened.exists(), step))

    def say(_line):
        begun.append(connection.get_connection_params())

    with moved.old.entered(), at_each_step(look):
        export_neighbourhood(OTHER, reopened, say=say)
    assert {state[:2] for state in states} == {(True, False), (True, True), (False, True)}
    assert len(states) > 20


def test_wherever_it_fails_the_file_is_there_and_the_buildings_closed_or_neither(moved, reopened):
    """From the moment at which the file gets its name until the answer to COMMIT was read."""
    outcomes = []
    for step in (
        ("accept", 2),
        ("write_through", 5),  # after it got its name
        ("export_neighbourhood", 1),
        ("_commit", 1),
        ("commit", 4),
    ):
        _fail_at(*step, moved, reopened)
        is_closed, left = _state(moved, reopened)
        assert left == ([reopened.name] if is_closed else []), step
        outcomes.append(is_closed)
        reopened.unlink(missing_ok=True)
        _open_again(moved)
    assert outcomes == [False, False, False, False, True]


def _fail_at(name, number, moved, file):
    steps = []

    def fail(step):
        if steps or step.startswith("accept"):
            steps.append(step.split(":")[0])
            if steps.count(name) == number and steps[-1] == name:
                raise KeyboardInterrupt

    with moved.old.entered(), suppress(KeyboardInterrupt, DatabaseError), at_each_step(fail):
        export_neighbourhood(OTHER, file, say=print)


def _open_again(moved):
    with moved.old.entered(user=NAME):
        Building.objects.filter(slug="115").update(until=None)


def _state(moved, file):
    with moved.old.entered():
        is_closed = bool(Building.objects.get(slug="115").closed)
    return is_closed, sorted(path.name for path in file.parent.iterdir())


def test_a_file_that_a_killed_export_left_is_told(moved, reopened):
    part = reopened.with_name(f"{reopened.name}.part")
    part.touch()
    with pytest.raises(BackupError, match=r"other\.louzu\.part is there already.*delete it"):
        moved.old.exported(OTHER, reopened)
    part.rename(reopened)
    with pytest.raises(
        BackupError, match=rf"other\.louzu is there already, and {OTHER} is open here"
    ):
        moved.old.exported(OTHER, reopened)
    assert _state(moved, reopened) == (False, [reopened.name])
    with moved.old.entered(user=NAME):
        Building.objects.filter(slug="115").update(until=timezone.localdate())
    with pytest.raises(BackupError, match=r"exported already, and .*other\.louzu is there"):
        moved.old.exported(OTHER, reopened)


def test_it_is_no_backup(moved):
    with (
        moved.old.entered(),
        override_settings(DEBUG=False),
        pytest.raises(BackupError, match="for louzu import-neighbourhood"),
    ):
        check_before(lambda: open_file(str(moved.file)), DecryptionKeys(), say=print)
