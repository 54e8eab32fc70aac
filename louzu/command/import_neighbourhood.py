"""``louzu import-neighbourhood``: bring one from the file of another cell. The portal may run."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import VerbParser, add_import_arguments
from louzu.command.databases import portal_database, run_command
from louzu.command.homes import require_home
from louzu.lib.variables import shown_words


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu import-neighbourhood", description=__doc__)
    add_import_arguments(parser)
    options = parser.parse_args(arguments)
    require_home()
    if not Path(options.file).exists():
        file = shown_words(options.file)
        raise ImproperlyConfigured(f"Nothing was imported: {file} does not exist.")
    return run_command("import_neighbourhood", arguments, database=portal_database(env.read()))
