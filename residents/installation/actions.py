"""Make a backup and keep a record of it; start one in a process of its own when it is due."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading

from django.conf import settings
from django.db import connection
from django.utils import timezone

from louzu.backup.checking import Say
from louzu.backup.errors import BackupError
from louzu.backup.making import MadeBackup, make_backup, rotate
from louzu.backup.places import BackupPlace, backup_place
from louzu.backup.unfinished import require_finished
from louzu.lib.database import as_owner
from residents.installation.models import BackupRecord
from residents.installation.queries import good_backups, is_backup_due

KEPT = dt.timedelta(days=400)
"""From a try until its record is deleted."""


def back_up(*, say: Say) -> tuple[MadeBackup, list[str]]:
    """Make a backup, then delete those that the rotation no longer keeps. Return also sentences on it.

    Raises BackupError, also if the database cannot note what happened. Call it outside a transaction.
    """
    require_finished()  # by the first connection, from which on the clock is the database's
    place = backup_place(settings.BACKUP)
    record = BackupRecord.objects.create(encrypted=settings.BACKUP.encrypts)
    try:
        with as_owner():
            made = make_backup(place, settings.BACKUP, say=say)
    except BaseException as reason:
        _note_failure(record, str(reason) or type(reason).__name__)
        raise
    begun = dt.datetime.fromisoformat(made.manifest.head.made_at)
    _end(record, begun, name=made.name, size=made.size)
    return made, _rotate(place, made.name)


def start_due_backup(now: dt.datetime) -> bool:
    """Start ``manage.py backup`` if the nightly backup is due, and return whether it was.

    It takes longer than a job may, so nobody waits for it; what came of it is in its record.
    """
    if not settings.BACKUP.nightly or not is_backup_due(now):
        return False
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "backup", "--quiet"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 -- our own
    threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie is left
    return True


def forget_backup_records() -> int:
    """Delete records of long ago. Return how many."""
    old = BackupRecord.objects.filter(started_at__lt=timezone.now() - KEPT)
    deleted, _by_model = old.delete()
    return deleted


def forget_backups() -> None:
    """In a restored database, the records tell of another place's backups, which are not rotated here."""
    BackupRecord.objects.all().delete()


def keep_backups(records: list[BackupRecord]) -> None:
    """Write the records of the portal that was here into the restored database, which may have some."""
    for record in records:
        record.pk = None
        if not BackupRecord.objects.filter(name=record.name).exists():
            record.save(force_insert=True)


def _end(record: BackupRecord, begun: dt.datetime, **values: object) -> None:
    """Record the end of a backup, and ``values``. ``begun`` is lowered to the end if it is later, as when the
    clock was ahead at first and was set right meanwhile."""
    now = timezone.now()
    rows = BackupRecord.objects.filter(pk=record.pk)
    rows.update(started_at=min(begun, now), ended_at=now, **values)


def _note_failure(record: BackupRecord, reason: str) -> None:
    connection.close()  # perhaps the database went away
    try:
        _end(record, record.started_at, error=reason[:300])
    except Exception as error:
        raise BackupError(f"{reason} (This could not be noted: {type(error).__name__}.)") from error


def _rotate(place: BackupPlace, made: str) -> list[str]:
    """Return sentences. A failure leaves more backups than needed, and the new one is good all the same."""
    try:
        found = rotate(place, made, recorded=[record.name for record in good_backups()])
    except BackupError as reason:
        return [f"Old backups could not be deleted: {reason}"]
    told = [f"{name} is no longer kept." for name in found.delete]
    if found.later:
        told.append(
            f"Backups with a later time than now: {len(found.later)}, such as {found.later[0]}. Set the"
            " clock, or delete them if it was wrong then; they do not count."
        )
    return told
