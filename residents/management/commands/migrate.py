"""Django's migrate, run as the owner of the tables. It then grants rights to the portal's role."""

from __future__ import annotations

import getpass

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate

from louzu.lib.database import as_owner
from louzu.lib.grants import grant_rights


class Command(migrate.Command):
    def handle(self, *args: object, **options: object) -> None:
        role = settings.DATABASES["default"]["USER"] or getpass.getuser()
        with as_owner():
            super().handle(*args, **options)
            if settings.DATABASE_OWNER and not (options["plan"] or options["prune"]):
                call_command("createcachetable", verbosity=0)
                grant_rights(role)
