"""Open, close and publish all canvasses that are due. Run it every few minutes."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from governance.canvass.actions.counting import close_canvass, publish_canvass
from governance.canvass.actions.opening import open_canvass
from governance.canvass.queries.lists import due_canvasses
from louzu.lib.errors import Refused


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        opening, closing, counted = due_canvasses()
        steps = [(open_canvass, opening), (close_canvass, closing), (publish_canvass, counted)]
        for step, canvasses in steps:
            for canvass in canvasses:
                try:
                    step(canvass, by=None)
                except Refused as reason:  # for example because a flat has no area, or somebody acted at the same time
                    self.stderr.write(f"{canvass.pk} stays as it is: {reason}")
        self.stdout.write("turned")
