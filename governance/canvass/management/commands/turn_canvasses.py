"""Open, close and publish the canvasses whose hour has come. Run it every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from governance.canvass.actions import close_canvass, open_canvass, publish_canvass
from governance.canvass.queries.lists import due
from louzu.lib.errors import Refused


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        opening, closing, counted = due()
        for canvass in opening:
            try:
                open_canvass(canvass, by=None)
            except Refused as reason:  # a flat lost its area since; the others go on
                self.stderr.write(f"{canvass.pk} stays shut: {reason}")
        for canvass in closing:
            close_canvass(canvass, by=None)
        for canvass in counted:
            publish_canvass(canvass, by=None)
        self.stdout.write("turned")
