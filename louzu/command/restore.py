"""``louzu restore``: put a backup into this home, which may be empty. The portal must be stopped."""

from __future__ import annotations

import sys

from louzu import env
from louzu.command.databases import stopped_portal
from louzu.command.homes import named_home
from louzu.server.postgres import ServerError


def run(arguments: list[str]) -> int:
    named_home()
    try:
        with stopped_portal(env.read()):
            from django.core.management import execute_from_command_line  # noqa: PLC0415 -- set up

            execute_from_command_line(["louzu", "restore", *arguments])
    except ServerError as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0
