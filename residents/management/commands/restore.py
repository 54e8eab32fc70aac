"""Restore a backup into this place (docs/backup.md). Stop the portal and its workers first.

FILE is a path, or the name of a backup where LOUZU_BACKUPS keeps them.
"""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from io import BufferedReader
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from louzu.backup.arguments import add_restore_arguments
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError, HalfRestoredError
from louzu.backup.places import backup_place, open_file
from louzu.backup.restoring import Opener, RestoredBackup, check_before, place_is_used, restore
from louzu.lib.database import as_owner
from residents.installation.actions import keep_backups
from residents.installation.models import BackupRecord
from residents.installation.queries import recorded_backups

MAX_MISSING_SHOWN = 10


class Command(BaseCommand):
    help = __doc__ or ""
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_restore_arguments(parser)

    def handle(self, *_args: object, file: str, over: bool, **options: object) -> None:
        identity, passphrase = options["identity"], options["passphrase_file"]
        keys = DecryptionKeys(
            identity if isinstance(identity, Path) else None,
            passphrase if isinstance(passphrase, Path) else None,
        )
        opener: Opener = partial(_open, file)
        try:
            manifest = check_before(opener, keys, say=self.stdout.write)
            self.stdout.write(manifest.summary())
            if options["check_only"]:
                return
            former: list[BackupRecord] = []
            if place_is_used():
                self._confirm(over=over)
                with as_owner():
                    former = recorded_backups()
            done = restore(
                opener,
                keys,
                manifest,
                settings.BACKUP,
                moved=bool(options["moved"]),
                say=self.stdout.write,
            )
        except HalfRestoredError as reason:
            raise CommandError(str(reason)) from reason
        except BackupError as reason:
            raise CommandError(f"Nothing was restored: {reason}") from reason
        keep_backups(former)
        self._tell(done, moved=bool(options["moved"]))

    def _confirm(self, *, over: bool) -> None:
        """Raises CommandError unless the operator means it."""
        if not over:
            raise CommandError(
                "Here is a portal with accounts or files already: restore into an empty place, or"
                " say --over to replace it."
            )
        host = settings.ALLOWED_HOSTS[0]
        self.stdout.write(f"This deletes the portal that is here. Type {host} to go on:")
        try:
            word = input().strip()
        except EOFError:
            word = ""
        if word not in {host, "restore"}:
            raise CommandError("Nothing was changed.")

    def _tell(self, done: RestoredBackup, *, moved: bool) -> None:
        self.stdout.write("Restored. Everybody signs in again; the queue of jobs is empty.")
        if not moved:
            self.stdout.write(
                "Messages that waited are held back, since they may have left after the backup: the"
                " desk lists them under “发出去的消息” as unclear."
            )
        if done.key_differs:
            self.stdout.write(
                "This place has another secret key than the backed-up portal: slips, PINs of devices,"
                " second factors and robots of chat groups of then do not work here."
            )
        if done.deleted:
            self.stdout.write(f"{done.deleted} uploaded files of the former portal were deleted.")
        if done.foreign:
            self.stdout.write(
                f"{done.foreign} files in {settings.MEDIA} are not the portal's, and stay."
            )
        for name in done.missing[:MAX_MISSING_SHOWN]:
            self.stdout.write(f"{name} was missing already when the backup was made.")


def _open(file: str) -> BufferedReader:
    return open_file(file) if "/" in file else backup_place(settings.BACKUP).reading(file)
