"""Delete expired data without waiting for the worker: old form submissions, unconfirmed rosters, undo
data of old imports, files of unaccepted forms, old sign-ins, ended sessions, and finished jobs."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from residents.jobs import delete_expired


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        for sentence in delete_expired():
            self.stdout.write(sentence)
