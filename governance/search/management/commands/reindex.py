"""Rebuild the search index from all rooms."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from governance.search.actions import reindex
from residents.models import Building


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--building", metavar="SLUG", help="this one alone")

    def handle(self, *_args: object, building: str | None, **_options: object) -> None:
        buildings = Building.objects.order_by("pk")
        if building:
            buildings = buildings.filter(slug=building)
        if building and not buildings:
            raise CommandError(f"There is no building {building}.")
        for found in buildings:
            self.stdout.write(f"{found.slug}: {reindex(found)} passages")
