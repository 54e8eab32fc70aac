"""Django's migrate, run as the owner of the tables. It then grants rights to the portal's role
and lets new rows get keys of this cell.

One process migrates at a time, others wait (``louzu.lib.migrations``). A migration that waits for a
lock for more than a few seconds is rolled back and tried again.
"""

from __future__ import annotations

import getpass
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate

from louzu.lib import migrations
from louzu.lib.database import as_owner
from louzu.lib.grants import grant_rights
from residents.cells.keys import number_sequences


class Command(migrate.Command):
    def handle(self, *args: object, **options: Any) -> None:
        role = settings.DATABASES["default"]["USER"] or getpass.getuser()
        with as_owner():
            if options["plan"] or options["check_unapplied"] or options["prune"]:
                super().handle(*args, **options)
                return
            with migrations.migration_lock(self.stderr.write):
                migrations.require_fitting(settings.VERSION)
                migrations.retry_on_locks(
                    lambda: self._migrate(role, *args, **options), self.stderr.write
                )

    def _migrate(self, role: str, *args: object, **options: Any) -> None:
        migrations.set_lock_timeout()
        super().handle(*args, **options)
        call_command("createcachetable", verbosity=0)
        if settings.DATABASE_OWNER:
            grant_rights(role)
        if not options["app_label"]:
            number_sequences(settings.CELL)
            migrations.record_release(settings.VERSION)
        migrations.set_lock_timeout("0")
