"""``louzu import-neighbourhood``: bring one from the file of another cell. The portal may run."""

from __future__ import annotations

from louzu import env
from louzu.command.databases import portal_database, run_command
from louzu.command.homes import require_home


def run(arguments: list[str]) -> int:
    require_home()
    return run_command("import_neighbourhood", arguments, database=portal_database(env.read()))
