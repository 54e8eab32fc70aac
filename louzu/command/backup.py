"""``louzu backup``: make a backup now, whether the portal runs or not."""

from __future__ import annotations

from louzu import env
from louzu.backup.arguments import VerbParser, add_backup_arguments
from louzu.command.databases import portal_database, run_command
from louzu.command.homes import require_home


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu backup", description=__doc__)
    add_backup_arguments(parser)
    parser.parse_args(arguments)
    require_home()
    return run_command("backup", arguments, database=portal_database(env.read()))
