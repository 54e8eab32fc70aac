"""``louzu manage``: Django's command line, in the home that is there."""

from __future__ import annotations

import os

from louzu.command.homes import require_home


def run(arguments: list[str]) -> int:
    require_home()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louzu.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after settings

    execute_from_command_line(["louzu manage", *arguments])
    return 0
