"""Refuse to serve the demo's database as a real portal, or a real one as the demo. The first call
marks a new database with the mode of the settings."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from governance.demo.installation import marked, require_same_use


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-marked", action="store_true", help="do nothing for a database without a mark"
        )

    def handle(self, *_args: object, if_marked: bool, **_options: object) -> None:
        if if_marked and marked() is None:
            return
        try:
            require_same_use(demo=settings.DEMO)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
