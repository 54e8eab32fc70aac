"""Delete uploaded files that no row names and that are a day old, and tell which files are missing that a
row names. The job queue deletes each night; this does it at once."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from louzu.lib.media_rows import SweepRefusedError, compare, missing_files, sweep


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check-only", action="store_true", help="list them, delete nothing")
        parser.add_argument(
            "--whatever-number",
            action="store_true",
            help="also if the files may be those of another database",
        )

    def handle(
        self, *_args: object, check_only: bool, whatever_number: bool, **_options: object
    ) -> None:
        try:
            if check_only:
                found = compare(default_storage)
                for name in found.unnamed + found.probes:
                    self.stdout.write(f"No row names {name}.")
            else:
                number = sweep(default_storage, whatever_number=whatever_number)
                self.stdout.write(f"{number} files that no row named were deleted.")
            for name in missing_files(default_storage):
                self.stdout.write(f"{name} is missing: bring it back from a backup.")
        except SweepRefusedError as reason:
            raise CommandError(
                f"Nothing was deleted: {reason} Only if it is, say --whatever-number."
            ) from reason
        except OSError as error:
            raise CommandError(f"It ended before all files were seen: {error}.") from error
