"""System checks of where backups are kept. ``louzu check`` and each start tell them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 -- Django's name
from django.db import connection

from louzu.backup.encryption import read_passphrase
from louzu.backup.errors import BackupError
from louzu.backup.targets import REPLACED, RESTORING


@register(Tags.database)
def check_backups(**_kwargs: object) -> Sequence[CheckMessage]:
    """Warn of backups that a broken disk would take along, that anybody may read, or that fail."""
    options = settings.BACKUP
    if not options.nightly:
        return []
    found = []
    if not options.encrypts:
        found.append(
            "Backups are not encrypted and hold no keys: set LOUZU_BACKUP_RECIPIENT (docs/backup.md)."
        )
    if options.passphrase_file:
        try:
            read_passphrase(Path(options.passphrase_file))
        except BackupError as reason:
            found.append(str(reason))
    if not options.is_remote and _is_on_the_same_disk(Path(options.place), options.home):
        found.append(
            f"Backups are on the same disk as the portal ({options.place}): set LOUZU_BACKUPS to"
            " another one, or to s3://… (docs/backup.md)."
        )
    return [Warning(words, id="louzu.W003") for words in found]


@register(Tags.database)
def check_left_databases(
    databases: Sequence[str] | None = None, **_kwargs: object
) -> list[CheckMessage]:
    """Warn of what a killed restore left on the embedded server; it has names and answers in it."""
    if not databases or not settings.DATABASE_ADMIN:
        return []
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname::text FROM pg_database WHERE datname = ANY(%s) ORDER BY 1",
            [[f"{name}{RESTORING}", f"{name}{REPLACED}"]],
        )
        left = [found for (found,) in cursor.fetchall()]
    return [
        Warning(
            f"A restore was killed and left the database {found}: the next restore removes it.",
            id="louzu.W004",
        )
        for found in left
    ]


def _is_on_the_same_disk(place: Path, home: Path) -> bool:
    return _disk_of(place) == _disk_of(home)


def _disk_of(folder: Path) -> int:
    """A folder that is not there yet is on the disk of the one above it."""
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev
