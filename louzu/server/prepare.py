"""``python -m louzu.server.prepare``: migrate the database, fill the demo if asked for, collect static
files. Prints what the administrator is told when the portal is up.

The supervisor runs it as a process of its own, at each start and before it loads newer code: that code
then prepares its own database and files.
"""

from __future__ import annotations

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from louzu.env import ROOT
from louzu.lib.postgresql.connecting import failure_to_connect
from louzu.server.errors import StartError

FIRST_STEPS = f"""Nobody can sign in yet. In another window make the keeper's account:
  {ROOT}/bin/louzu manage createsuperuser
What follows is in docs/operations.md, under “How a committee begins”."""
LOCK_ID = 5_806_114_001
"""Of the preparation as a whole, in which ``migrate`` takes a lock of its own."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    try:
        django.setup()
        _require_database()
        _prepare_database()
        from louzu.server.static_files import collect_static_files  # noqa: PLC0415 -- after setup

        collect_static_files()
        _print_welcome()
    except (StartError, ImproperlyConfigured, CommandError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def _require_database() -> None:
    """Connect without the pool, which would retry. Raises StartError."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    if reason := failure_to_connect(connection.get_connection_params()):
        raise StartError(f"The database cannot be reached: {reason}")


def _prepare_database() -> None:
    """One node at a time: the others then find nothing to do."""
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.core.checks import Tags, run_checks  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    from louzu.backup.unfinished import UNFINISHED, is_unfinished  # noqa: PLC0415
    from louzu.lib.database import as_owner  # noqa: PLC0415
    from louzu.lib.migrations import migration_lock  # noqa: PLC0415

    if is_unfinished():
        raise StartError(UNFINISHED)
    with migration_lock(_tell, lock_id=LOCK_ID):
        # Before migrating the wrong database, or granting rights in a restored one.
        with as_owner():
            call_command("check_installation", if_marked=True)
            if not MigrationRecorder(connection).has_table():
                _tell("Making the tables of a new portal, which takes a minute or two.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("check_installation")
        if settings.DEMO:
            call_command("demo", if_empty=True, stdout=sys.stderr)
    for warning in run_checks(tags=[Tags.database], databases=["default"]):
        _tell(warning.msg)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def _print_welcome() -> None:
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    if settings.DEMO:
        call_command("demo", list_sign_ins=True)
        return
    sys.stdout.write(f"It answers to {', '.join(settings.ALLOWED_HOSTS)} only.\n")
    if not get_user_model().objects.filter(is_superuser=True).exists():
        sys.stdout.write(f"{FIRST_STEPS}\n")


if __name__ == "__main__":
    sys.exit(main())
