"""Make a backup of database, uploaded files and keys (docs/backup.md). The job queue runs it each night."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from louzu.backup.arguments import add_backup_arguments
from louzu.backup.ending import ended_in_order
from louzu.backup.errors import BackupError
from residents.installation.actions import back_up


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_backup_arguments(parser)

    def handle(self, *_args: object, quiet: bool, **_options: object) -> None:
        try:
            with ended_in_order():
                made, told = back_up(say=self._hide if quiet else self.stdout.write)
        except BackupError as reason:
            raise CommandError(f"No backup was made: {reason}") from reason
        manifest = made.manifest
        self.stdout.write(
            f"{settings.BACKUP.place}/{made.name}: {made.size / 1e6:.1f} MB,"
            f" {sum(manifest.rows.values())} rows, {manifest.media_files} files, checked."
        )
        if not settings.BACKUP.encrypts:
            self.stdout.write(
                "It is not encrypted and holds no keys: set LOUZU_BACKUP_RECIPIENT or"
                " LOUZU_BACKUP_PASSPHRASE_FILE (docs/backup.md)."
            )
        for sentence in told:
            self.stdout.write(sentence)

    def _hide(self, _line: str) -> None:
        pass
