"""The restore drill: a portal is backed up while people write, goes on, is lost and comes back.

Real PostgreSQL, real ``pg_dump`` and ``psql``. The test's database is exchanged for the restored one.
"""

from __future__ import annotations

import datetime as dt
import gzip
import io
import os
import shutil
import signal
import subprocess
import threading
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from governance.inbox.models import Delivery, GroupRobot
from governance.journal.actions import enter
from governance.journal.models import Line
from governance.journal.queries import journal_faults
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.ending import ended_in_order
from louzu.backup.errors import BackupError, HalfRestoredError
from louzu.backup.restoring import check_before, place_is_used, restore
from louzu.backup.rotation import name_for
from louzu.backup.unfinished import UNFINISHED, is_unfinished
from louzu.server import prepare
from louzu.server.roles import NAME, OWNER
from residents.installation.actions import back_up
from residents.installation.health import check_restore
from residents.installation.models import BackupRecord
from residents.models import LongJob
from tests.architecture.site import ROOT
from tests.backed_up import PHOTO

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


AFTER = f"lounge/2026/11/{'a' * 32}.jpg"


def write_until(stop: threading.Event, household) -> int:
    """Enter lines of another connection, one transaction each. Return how many."""
    number = 0
    try:
        while not stop.is_set():
            enter(household, "residents.slips_printed", by=None, url="/")
            number += 1
    finally:
        connection.close()
    return number


def test_a_drill(portal, settings):
    stop = threading.Event()
    writer = threading.Thread(target=write_until, args=(stop, portal.household))
    writer.start()
    try:
        made, _deleted = back_up(say=portal.lines.append)
    finally:
        stop.set()
        writer.join()
    lines = Line.objects.filter(building__slug="114")
    number, digest = made.manifest.heads["114"].split(":")
    assert lines.get(number=number).digest == digest
    # The portal goes on, then it is lost.
    Delivery.objects.update(state="sent", sent_at=timezone.now(), next_try_at=None)
    enter(portal.household, "residents.slips_printed", by=None, url="/")
    later = Line.objects.count()
    default_storage.delete("notices/2026/11/a.jpg")
    default_storage.save(AFTER, ContentFile(b"after the backup"))
    default_storage.save("thesis.pdf", ContentFile(b"somebody else's"))
    (portal.options.home / "secret_key").write_text("another")
    settings.DATABASE_OWNER = {"USER": OWNER}

    done = portal.restored(made.name)

    assert not done.key_differs
    assert (done.deleted, done.foreign) == (1, 1)
    assert Line.objects.count() == made.manifest.rows["journal_line"] < later
    assert journal_faults() == []
    require_files(portal)
    require_quiet(dt.datetime.fromisoformat(made.manifest.head.made_at))


def require_files(portal):
    """Files and keys are those of the backup."""
    with default_storage.open("notices/2026/11/a.jpg") as file:
        assert file.read() == PHOTO
    assert default_storage.exists("说明.pdf")
    assert not default_storage.exists(AFTER)
    assert default_storage.exists("thesis.pdf")
    key = portal.options.home / "secret_key"
    assert (key.read_text(), key.stat().st_mode & 0o777) == ("the portal's secret", 0o600)


def require_quiet(made_at):
    """What was sent after the backup does not leave again, and nobody is signed in."""
    assert Delivery.objects.get().state == "unclear"
    assert not ProcrastinateJob.objects.exists()
    assert not Session.objects.exists()
    assert GroupRobot.objects.get().since >= made_at
    assert LongJob.objects.get().state == "cancelled"
    assert not BackupRecord.objects.exists()


def test_what_fails_in_the_middle_leaves_everything_as_it_was(portal, settings):
    made, _deleted = back_up(say=portal.lines.append)
    settings.DATABASE_OWNER = {"USER": OWNER}
    before = Line.objects.count()
    wrong = replace(made.manifest, rows={**made.manifest.rows, "journal_line": 1})
    with pytest.raises(BackupError, match=r"journal_line has .* in place of 1"):
        restore(portal.opener(made.name), portal.keys, wrong, portal.options, say=print)
    require_unchanged(before)
    (portal.options.home / "secret_key.new").mkdir()
    with pytest.raises(BackupError, match=r"^The restore failed \(Is a directory\)\.$"):
        restore(portal.opener(made.name), portal.keys, made.manifest, portal.options, say=print)
    require_unchanged(before)


def require_unchanged(lines):
    assert Line.objects.count() == lines
    assert default_storage.exists("notices/2026/11/a.jpg")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE %s", ["%\\_restoring"])
        assert cursor.fetchone() == (0,)


def test_keys_that_cannot_be_put_in_place_are_told_before_files_are_deleted(
    portal, settings, capsys
):
    made, _deleted = back_up(say=portal.lines.append)
    settings.DATABASE_OWNER = {"USER": OWNER}
    default_storage.save(AFTER, ContentFile(b"after the backup"))
    key = portal.options.home / "secret_key"
    key.unlink()
    (key / "in the way").mkdir(parents=True)
    with pytest.raises(HalfRestoredError, match=r"again with --over \(Is a directory\)\.$"):
        portal.restored(made.name)
    assert default_storage.exists(AFTER)
    assert sorted(file.name for file in portal.options.home.iterdir()) == ["backups", "secret_key"]
    require_refused(portal, capsys)
    shutil.rmtree(key)
    portal.restored(made.name)
    assert (is_unfinished(), check_restore()) == (False, None)


def require_refused(portal, capsys):
    """A portal that is restored by half is not started, not backed up, and its health says so."""
    assert is_unfinished()
    assert (prepare.main(), capsys.readouterr().err) == (1, f"{UNFINISHED}\n")
    with pytest.raises(BackupError, match="was cut off"):
        back_up(say=portal.lines.append)
    assert check_restore().sentence == UNFINISHED


def test_a_running_portal_is_refused(portal):
    made, _deleted = back_up(say=portal.lines.append)
    parameters = connection.get_connection_params()
    with (
        psycopg.connect(host=parameters["host"], user=NAME, dbname=parameters["dbname"]),
        pytest.raises(BackupError, match="1 other connections"),
    ):
        portal.restored(made.name)


def test_what_is_not_for_this_place_is_refused_before_anything_is_changed(portal, settings):
    made, _deleted = back_up(say=portal.lines.append)
    check = partial(check_before, say=portal.lines.append)
    opener = portal.opener(made.name)
    with opener() as file:
        content = file.read()
    for cut in (100, len(content) // 2, len(content) - 1):
        with pytest.raises(BackupError):
            check(lambda cut=cut: io.BufferedReader(io.BytesIO(content[:cut])), portal.keys)
    with pytest.raises(BackupError, match="--identity"):
        check(opener, DecryptionKeys())
    settings.DEMO = True
    with pytest.raises(BackupError, match="a backup of a real portal, and here is the demo"):
        check(opener, portal.keys)
    settings.DEMO = False
    settings.MIGRATION_MODULES = {"meetings": None}
    with pytest.raises(BackupError, match="later release"):
        check(opener, portal.keys)


def test_it_is_read_where_there_is_no_home_and_makes_none(portal, tmp_path):
    made, _deleted = back_up(say=portal.lines.append)
    done = subprocess.run(
        [
            *(ROOT / "bin/louzu", "restore", portal.place.folder / made.name),
            *("--check-only", "--identity", tmp_path / "identity.txt"),
        ],
        env={"PATH": os.environ["PATH"], "LOUZU_HOME": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert made.manifest.summary() in done.stdout
    assert not (tmp_path / "none").exists()


def test_without_encryption_there_are_no_keys_in_it(portal, settings):
    settings.BACKUP = replace(portal.options, recipient="")
    ahead = portal.place.folder / name_for(
        "testserver", dt.datetime(2099, 1, 1, tzinfo=dt.UTC), encrypted=False
    )
    ahead.parent.mkdir()
    ahead.touch()
    now = timezone.now()
    BackupRecord.objects.create(started_at=now, ended_at=now, name=ahead.name)
    made, told = back_up(say=portal.lines.append)
    assert ahead.exists()
    (sentence,) = told
    assert sentence.startswith(f"Backups with a later time than now: 1, such as {ahead.name}. ")
    assert (portal.place.folder / made.name).exists()
    assert made.name.endswith(".tar.gz")
    assert made.manifest.keys == []
    path = portal.place.folder / made.name
    assert b"the portal's secret" not in gzip.decompress(path.read_bytes())
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failing_backup_says_why_and_leaves_nothing(portal, settings):
    settings.POSTGRES_PROGRAMS = "tests.louzu.backup.test_programs.nothing"
    with pytest.raises(BackupError, match="no pg_dump of this version"):
        back_up(say=portal.lines.append)
    assert [*portal.place.folder.iterdir()] == []
    assert "no pg_dump" in BackupRecord.objects.get().error


def test_a_backup_that_is_asked_to_end_leaves_nothing(portal):
    def end(line: str) -> None:
        if line.startswith("checking"):
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(BackupError, match="SIGTERM"), ended_in_order():
        back_up(say=end)
    assert [*portal.place.folder.iterdir()] == []
    assert "SIGTERM" in BackupRecord.objects.get().error


def test_a_place_with_accounts_or_files_is_used(portal):
    assert place_is_used()
