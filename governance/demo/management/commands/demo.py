"""Fill an empty portal with building 114. With --buildings, also generate a whole neighbourhood, to
measure and try the committee's desk."""

from __future__ import annotations

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from governance.demo.actions import build_demo
from governance.demo.crowd.neighbourhood import build_crowd
from governance.demo.installation import require_same_use
from governance.demo.story import PASSWORD, sign_ins
from louzu.lib.database import as_owner
from residents.models import Building


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="say nothing when there are buildings already"
        )
        parser.add_argument(
            "--list-sign-ins", action="store_true", help="only tell as whom one can sign in"
        )
        parser.add_argument("--buildings", type=int, default=0, help="that many more, made up")
        parser.add_argument("--years", type=int, default=2, help="how long they have been at it")

    def handle(
        self,
        *_args: object,
        if_empty: bool,
        list_sign_ins: bool,
        buildings: int,
        years: int,
        **_options: object,
    ) -> None:
        if not settings.DEMO:
            raise CommandError("The demo makes accounts with a known password: set LOUZU_DEMO=1.")
        if list_sign_ins:
            self._list_sign_ins()
            return
        try:
            require_same_use(demo=True)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        if not Building.objects.exists():
            build_demo()
            self.stdout.write("Building 114 is filled.")
        elif not if_empty and not buildings:
            self.stdout.write("There are buildings already; nothing was changed.")
        if buildings:
            self._gather(buildings, years)

    def _list_sign_ins(self) -> None:
        self.stdout.write(f"Sign in as one of these, password {PASSWORD}:")
        for one in sign_ins():
            self.stdout.write(f"  {one['username']:<10} {one['name']} {one['what']}")

    def _gather(self, buildings: int, years: int) -> None:
        around = Building.objects.get(slug="114").neighbourhood
        with as_owner():  # only the owner can disable the journal's trigger
            lines = build_crowd(around, buildings=buildings, years=years)
        self.stdout.write(f"{buildings} buildings more, with {lines} lines in their journals.")
