"""Read a building's roster from a spreadsheet: shows what would be done, and does it unless told not to.

Ends with 1, and nothing written, where a row has a problem or owners of one name are not told apart.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from louzu.lib.errors import Refused
from residents.actions import import_roster
from residents.models import Building, Flat
from residents.queries import record_of
from residents.roster.owners import APART, SAME
from residents.roster.plan import plan_of
from residents.roster.report import lines_of
from residents.roster.sheet import Sheet, sheet_of


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx or csv")
        parser.add_argument("--building", required=True, help="its name in addresses, as 114")
        parser.add_argument("--dry-run", action="store_true", help="show, and write nothing")
        parser.add_argument(
            "--area-source", choices=Flat.AreaSource.values, default=Flat.AreaSource.REGISTER,
            help="what areas rest on where the file does not say it",
        )  # fmt: skip
        parser.add_argument(
            "--same-owner", action="append", default=[], metavar="NAME",
            help="owners of this name are one person",
        )  # fmt: skip
        parser.add_argument(
            "--two-owners", action="append", default=[], metavar="NAME",
            help="owners of this name are different people",
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        building = Building.objects.filter(slug=options["building"]).first()
        if building is None:
            raise CommandError(f"There is no building {options['building']}.")
        answers = {
            **dict.fromkeys(options["same_owner"], SAME),
            **dict.fromkeys(options["two_owners"], APART),
        }
        try:
            sheet = self._sheet(options["file"], options["area_source"])
            plan = plan_of(sheet, record_of(building), answers)
            for line in lines_of(plan):
                self.stdout.write(line)
            if plan.problems or plan.asked:
                raise CommandError(
                    "Nothing was written: mend the cells (!), tell owners apart (?)."
                )
            if not options["dry_run"]:
                import_roster(building, sheet, answers=answers, by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _sheet(self, file: Path, area_source: str) -> Sheet:
        try:
            return sheet_of(file.read_bytes(), area_source=area_source)
        except OSError as error:
            raise CommandError(str(error)) from error
