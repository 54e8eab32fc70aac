"""Count a canvass again from its raw answers and compare the result with the published one."""

from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from governance.canvass.models import Canvass
from governance.canvass.queries.counting import recount


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("canvass", type=int)

    def handle(self, *_args: object, canvass: int, **_options: object) -> None:
        asked = Canvass.objects.filter(pk=canvass, opened_at__isnull=False).first()
        if asked is None:
            raise CommandError("There is no such canvass, or it never opened.")
        found = recount(asked)
        self.stdout.write(json.dumps(found.result, ensure_ascii=False, indent=2))
        if not found.agrees:
            raise CommandError("The record does not agree with what was published or shown.")
        if asked.secret:
            self.stdout.write(
                "A secret vote keeps totals only: the arithmetic was made anew, no ballot was."
            )
        self.stdout.write("The record agrees.")
