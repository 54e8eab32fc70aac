"""Announce scheduled notices that are due and end public postings, with their journal lines. Run it
every few minutes."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from governance.notices.actions.posting import announce_notice, end_posting
from governance.notices.queries import notices_to_announce, postings_to_end


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        begun = list(notices_to_announce().select_related("building", "author", "canvass"))
        for notice in begun:
            announce_notice(notice)
        over = list(postings_to_end().select_related("building", "canvass"))
        for notice in over:
            end_posting(notice)
        self.stdout.write(f"{len(begun)} announced, {len(over)} ended")
