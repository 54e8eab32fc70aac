"""``louzu backup``: make a backup now, whether the portal runs or not."""

from __future__ import annotations

import sys

from louzu import env
from louzu.command.databases import portal_database
from louzu.command.homes import require_home
from louzu.server.postgres import ServerError


def run(arguments: list[str]) -> int:
    require_home()
    try:
        with portal_database(env.read()):
            from django.core.management import execute_from_command_line  # noqa: PLC0415 -- set up

            execute_from_command_line(["louzu", "backup", *arguments])
    except ServerError as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0
