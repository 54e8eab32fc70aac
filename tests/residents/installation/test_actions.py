"""The nightly backup runs in a process of its own, once."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace

import psutil
import pytest
import time_machine
from django.utils import timezone

from louzu.lib import clock
from louzu.lib.database import close_connections
from residents.installation.actions import (
    back_up,
    forget_backup_records,
    forget_backups,
    keep_backups,
    start_due_backup,
)
from residents.installation.models import BackupRecord
from residents.installation.queries import backup_state, good_backups, recorded_backups
from tests.backed_up import portal  # noqa: F401 -- a fixture


@pytest.fixture
def project(settings, tmp_path):
    """A folder whose ``manage.py`` notes how it was called."""
    (tmp_path / "manage.py").write_text(
        "import sys, pathlib\n"
        "pathlib.Path(__file__).with_name('called').write_text(' '.join(sys.argv[1:]))\n"
    )
    settings.BASE_DIR = tmp_path
    settings.BACKUP = replace(settings.BACKUP, nightly=True)
    return tmp_path


def test_a_due_backup_is_started_and_nobody_waits_for_it(project, db):
    assert start_due_backup(timezone.now())
    for child in psutil.Process().children():
        if child.cmdline()[:2] == [sys.executable, str(project / "manage.py")]:
            child.wait(20)
    assert (project / "called").read_text() == "backup --quiet"


def test_none_is_started_while_one_runs_or_where_none_is_wanted(project, db, settings):
    BackupRecord.objects.create()
    assert not start_due_backup(timezone.now())
    BackupRecord.objects.all().delete()
    settings.BACKUP = replace(settings.BACKUP, nightly=False)
    assert not start_due_backup(timezone.now())
    assert not (project / "called").exists()


def test_old_records_are_forgotten(db):
    long_ago = timezone.now().replace(year=2024)
    BackupRecord.objects.create(started_at=long_ago, ended_at=long_ago, name="a")
    kept = BackupRecord.objects.create()
    assert forget_backup_records() == 1
    assert BackupRecord.objects.get() == kept


def test_a_restored_database_knows_the_backups_of_the_portal_that_was_here(db):
    now = timezone.now()
    BackupRecord.objects.create(ended_at=now, name="of this place")
    BackupRecord.objects.create(ended_at=now, error="The disk is full.")
    BackupRecord.objects.create()
    here = recorded_backups()
    BackupRecord.objects.all().delete()
    BackupRecord.objects.create(ended_at=now, name="of another place")
    BackupRecord.objects.create()

    forget_backups()
    keep_backups(here)
    keep_backups(recorded_backups())
    assert [record.name for record in good_backups()] == ["of this place"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_counts_if_the_clock_was_ahead_at_its_beginning(portal):  # noqa: F811 -- a fixture
    now = timezone.now()
    with time_machine.travel(now + dt.timedelta(days=3)) as machine:
        back_up(say=lambda _line: machine.move_to(now))
    record = BackupRecord.objects.get()
    assert record.started_at <= record.ended_at < now + dt.timedelta(hours=1)
    assert not backup_state().is_late
    with (
        pytest.raises(ZeroDivisionError),
        time_machine.travel(now + dt.timedelta(days=3)) as machine,
    ):
        back_up(say=lambda _line: machine.move_to(now) or 1 / 0)
    failed = BackupRecord.objects.exclude(error="").get()
    assert failed.started_at <= failed.ended_at < now + dt.timedelta(hours=1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_that_runs_began_by_the_clock_of_the_database(portal, monkeypatch):  # noqa: F811
    monkeypatch.setattr(clock, "MAX_DISTANCE", 1.0)
    now, begun = timezone.now(), []
    with time_machine.travel(now + dt.timedelta(days=3)):
        close_connections()
        back_up(say=lambda _line: begun.append(BackupRecord.objects.get().started_at))
    close_connections()
    assert BackupRecord.objects.get().started_at < now + dt.timedelta(hours=1)
    assert begun[0] < now + dt.timedelta(hours=1)
    assert abs(timezone.now() - now) < dt.timedelta(hours=1)
