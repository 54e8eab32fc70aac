"""Fill an empty portal with building 114, so that a newcomer sees a living house."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.demo.actions import fill
from residents.models import Building


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="say nothing when there are buildings already"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo makes accounts with a known password: set LOUZU_DEMO=1.")
        if Building.objects.exists():
            if not options["if_empty"]:
                self.stdout.write("There are buildings already; nothing was changed.")
            return
        fill()
        self.stdout.write("Building 114 is filled.")
