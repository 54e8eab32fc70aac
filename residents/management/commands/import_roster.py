"""Import a building's roster from a spreadsheet, or only show the plan.

If a row has a problem, or owners of the same name are ambiguous, nothing is written and the exit
code is 1.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from louzu.lib.errors import Refused
from residents.places.models import Building, Flat
from residents.roster.actions.columns import save_column_answers
from residents.roster.actions.roster import import_roster
from residents.roster.queries.columns import with_answers
from residents.roster.queries.roster import roster_record_in
from residents.roster_parser.column_questions import NOT_READ
from residents.roster_parser.columns import TITLES, normalized_heading
from residents.roster_parser.owners import APART, SAME
from residents.roster_parser.plan import plan_import
from residents.roster_parser.report import report_lines
from residents.roster_parser.sheet import read_roster
from residents.roster_parser.sheet_data import RosterSheet


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx, xls, et, ods or csv")
        parser.add_argument("--building", required=True, help="its name in addresses, as 114")
        parser.add_argument("--sheet", metavar="NAME", help="which sheet of the file it is")
        parser.add_argument(
            "--seen", action="store_true", help="what it asks to be looked at was looked at (*)"
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=FIELD",
            help="what a column is: 老人数=60岁以上 or 老人数=aged_60_up; HEADING=- is not read",
        )
        parser.add_argument("--dry-run", action="store_true", help="show, and write nothing")
        parser.add_argument(
            "--area-source",
            choices=Flat.AreaSource.values,
            default=Flat.AreaSource.REGISTER,
            help="what areas rest on where the file does not say it",
        )
        parser.add_argument(
            "--same-owner",
            action="append",
            default=[],
            metavar="NAME",
            help="owners of this name, or NAME=OTHER with one phone, are one person",
        )
        parser.add_argument(
            "--two-owners",
            action="append",
            default=[],
            metavar="NAME",
            help="owners of this name, or NAME=OTHER, are different people",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        building = Building.objects.filter(slug=options["building"]).first()
        if building is None:
            raise CommandError(f"There is no building {options['building']}.")
        answers = {
            **dict.fromkeys(options["same_owner"], SAME),
            **dict.fromkeys(options["two_owners"], APART),
        }
        try:
            data = dict(map(_column, options["column"]))
            sheet = with_answers(self._sheet(building, options), building, data)
            if strange := data.keys() - {one.heading for one in sheet.asked if one.answer}:
                raise CommandError(f"No column asks for this --column: {', '.join(strange)}.")
            plan = plan_import(sheet, roster_record_in(building), answers, seen=options["seen"])
            for line in report_lines(plan):
                self.stdout.write(line)
            if plan.problems or plan.unsettled:
                raise CommandError(
                    "Nothing was written: mend the cells (!), tell owners apart (?), look at (*)."
                )
            if not options["dry_run"]:
                import_roster(
                    building,
                    sheet,
                    answers=answers,
                    seen=options["seen"],
                    by=None,
                    name=options["file"].name,
                )
                save_column_answers(building, sheet, data, by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _sheet(self, building: Building, options: dict[str, Any]) -> RosterSheet:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        sheet = read_roster(
            content,
            area_source=options["area_source"],
            door=building.whole_number,
            name=options["file"].name,
        )
        if not sheet.choices:
            return sheet
        chosen = [one for one in sheet.choices if one.page == options["sheet"]]
        if not chosen:
            names = ", ".join(one.page for one in sheet.choices)
            raise CommandError(f"Nothing was written: say which --sheet it is, of {names}.")
        return chosen[0]


def _column(option: str) -> tuple[str, str]:
    header, _equals, data = option.rpartition("=")
    fields = {**{title: field for field, title in TITLES.items()}, **{f: f for f in TITLES}}
    field = NOT_READ if data == NOT_READ else fields.get(data)
    if not header or field is None:
        raise CommandError(f"{option} is not HEADING=FIELD; fields are {', '.join(TITLES)}.")
    return normalized_heading(header), field
