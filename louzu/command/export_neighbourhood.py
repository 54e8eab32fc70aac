"""``louzu export-neighbourhood``: write one into a file for another cell. The portal must be stopped."""

from __future__ import annotations

from louzu import env
from louzu.backup.arguments import VerbParser, add_export_arguments
from louzu.command.databases import run_command, stopped_portal
from louzu.command.homes import require_home


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu export-neighbourhood", description=__doc__)
    add_export_arguments(parser)
    parser.parse_args(arguments)
    require_home()
    return run_command("export_neighbourhood", arguments, database=stopped_portal(env.read()))
