"""Hold back messages and end sessions after a restore by other means, such as pgBackRest. Run it before
the portal starts; ``restore`` does the same by itself."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from louzu.backup.revoking import end_what_may_not_live_on


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *_args: object, **_options: object) -> None:
        end_what_may_not_live_on()
        self.stdout.write("Waiting messages are held back; everybody signs in again.")
