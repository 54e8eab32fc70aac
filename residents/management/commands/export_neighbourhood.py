"""Write a neighbourhood into a file for another cell, and close its buildings here (docs/scale.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from louzu.backup.arguments import add_export_arguments
from louzu.backup.ending import ended_in_order
from louzu.backup.errors import BackupError
from residents.cells.exporting import export_neighbourhood

MAX_MISSING_SHOWN = 10


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_export_arguments(parser)

    def handle(self, *_args: object, name: str, file: Path, **_options: object) -> None:
        try:
            with ended_in_order():
                manifest = export_neighbourhood(name, file.absolute(), say=self.stdout.write)
        except BackupError as reason:
            raise CommandError(f"Nothing was exported: {reason}") from reason
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{file}: {rows} rows, {len(manifest.media)} files, {len(manifest.heads)} journals, checked."
        )
        self.stdout.write(f"The buildings of {name} are closed here from now on.")
        if not settings.BACKUP.encrypts:
            self.stdout.write("The file is not encrypted: set LOUZU_BACKUP_RECIPIENT.")
        for missing in manifest.missing[:MAX_MISSING_SHOWN]:
            self.stdout.write(f"{missing} was missing already.")
