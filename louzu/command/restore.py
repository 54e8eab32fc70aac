"""``louzu restore``: put a backup into this home, which may be empty. The portal must be stopped."""

from __future__ import annotations

from louzu import env
from louzu.command.databases import run_command, stopped_portal
from louzu.command.homes import named_home


def run(arguments: list[str]) -> int:
    named_home()
    return run_command("restore", arguments, database=stopped_portal(env.read()))
