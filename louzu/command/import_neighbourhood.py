"""``louzu import-neighbourhood``: bring one from the file of another cell. The portal may run."""

from __future__ import annotations

from argparse import ArgumentParser

from louzu import env
from louzu.backup.arguments import add_import_arguments
from louzu.command.databases import portal_database, run_command
from louzu.command.homes import require_home


def run(arguments: list[str]) -> int:
    parser = ArgumentParser("louzu import-neighbourhood", description=__doc__)
    add_import_arguments(parser)
    parser.parse_args(arguments)
    require_home()
    return run_command("import_neighbourhood", arguments, database=portal_database(env.read()))
