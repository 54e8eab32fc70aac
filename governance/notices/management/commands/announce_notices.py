"""Tell in the journals that scheduled notices hang now. Run it every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from governance.notices.actions import announce_notice
from governance.notices.queries import due_unannounced


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        due = list(due_unannounced().select_related("building", "author"))
        for notice in due:
            announce_notice(notice)
        self.stdout.write(f"{len(due)} announced")
