"""Bring a neighbourhood from the file of another cell into this one (docs/scale.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from louzu.backup.arguments import add_import_arguments
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError
from louzu.backup.places import open_file
from residents.cells.importing import import_neighbourhood
from residents.cells.people import Choices


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_import_arguments(parser)

    def handle(
        self, *_args: object, file: str, rename: list[str], unverified: list[str], **options: object
    ) -> None:
        identity, passphrase = options["identity"], options["passphrase_file"]
        keys = DecryptionKeys(
            identity if isinstance(identity, Path) else None,
            passphrase if isinstance(passphrase, Path) else None,
        )
        try:
            manifest = import_neighbourhood(
                partial(open_file, file),
                keys,
                Choices(_renamed(rename), frozenset(unverified)),
                other_key=bool(options["other_key"]),
                say=self.stdout.write,
            )
        except BackupError as reason:
            raise CommandError(f"Nothing was imported: {reason}") from reason
        for slug in manifest.heads:
            call_command("reindex", building=slug, stdout=self.stdout)
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{manifest.neighbourhood}: {rows} rows, {len(manifest.media)} files,"
            f" {len(manifest.heads)} journals hold. Let its addresses lead here now."
        )


def _renamed(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        old, sign, new = word.partition("=")
        if not (old and sign and new):
            raise CommandError(f"“{word}” is not like OLD=NEW.")
        if found.setdefault(old, new) != new:
            raise CommandError(f"“{old}” is renamed twice.")
    return found
