"""Write a building's roster to an xlsx file that only its owner may read. It contains full phone
numbers."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from residents.places.models import Building
from residents.roster.actions.roster import export_roster


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the xlsx file to be made")
        parser.add_argument("--building", required=True, help="its name in addresses, as 114")

    def handle(self, *_args: object, building: str, file: Path, **_options: object) -> None:
        found = Building.objects.filter(slug=building).first()
        if found is None:
            raise CommandError(f"There is no building {building}.")
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(str(error)) from error
        with os.fdopen(handle, "wb") as written:
            written.write(export_roster(found, by=None))
        self.stdout.write(f"{file} is written.")
