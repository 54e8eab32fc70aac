"""Announce scheduled notices that are due and end public postings, with their journal lines, without
waiting for the worker."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from governance.notices.actions.announcing import announce_notices


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        begun, over = announce_notices()
        self.stdout.write(f"{begun} announced, {over} ended")
