"""``louzu restore``: put a backup into this home, which may be empty. The portal must be stopped."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import add_restore_arguments
from louzu.backup.errors import BackupError
from louzu.backup.places import open_file
from louzu.command.databases import run_command, stopped_portal
from louzu.command.homes import named_home


def run(arguments: list[str]) -> int:
    parser = ArgumentParser("louzu restore", description=__doc__)
    add_restore_arguments(parser)
    options = parser.parse_args(arguments)
    named_home()
    if "/" in options.file:
        _require_readable(options.file)
    return run_command("restore", arguments, database=stopped_portal(env.read()))


def _require_readable(file: str) -> None:
    """A mistyped path makes no home."""
    try:
        open_file(file).close()
    except BackupError as reason:
        raise ImproperlyConfigured(str(reason)) from reason
