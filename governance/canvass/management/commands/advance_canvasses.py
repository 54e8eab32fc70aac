"""Open, close and publish all canvasses that are due, without waiting for the worker."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from governance.canvass.actions.advancing import advance_canvasses


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        for canvass, reason in advance_canvasses():
            self.stderr.write(f"{canvass.pk} stays as it is: {reason}")
        self.stdout.write("turned")
