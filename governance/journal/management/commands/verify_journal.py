"""Walk the journals' hash chains and name the first line of each that does not hold."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.journal.queries import broken_lines
from residents.models import Building


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--building", metavar="SLUG", help="only this building")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = options["building"]
        buildings = Building.objects.filter(slug=chosen) if chosen else Building.objects.all()
        if chosen and not buildings:
            raise CommandError(f"There is no building “{chosen}”.")
        broken = 0
        for building in buildings.order_by("slug").iterator():
            first = next(broken_lines(building), None)
            if first:
                broken += 1
                self.stderr.write(f"{building.slug}: line {first[0]} {first[1]}")
            else:
                self.stdout.write(f"{building.slug}: {building.stamp} lines hold")
        if broken:
            raise CommandError(f"{broken} journal(s) do not hold.")
