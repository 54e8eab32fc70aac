"""``louzu restore``: put a backup into this home, which may be empty. The portal must be stopped."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from io import BufferedReader
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import add_restore_arguments
from louzu.backup.checking import check_archive
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError
from louzu.backup.options import read_backup_options
from louzu.backup.places import open_file, place_of
from louzu.command.databases import run_command, stopped_portal
from louzu.command.homes import is_home, named_home
from louzu.lib.media import read_media
from louzu.lib.variables import with_files


def run(arguments: list[str]) -> int:
    parser = ArgumentParser("louzu restore", description=__doc__)
    add_restore_arguments(parser)
    options = parser.parse_args(arguments)
    _require_readable(options, named_home())
    return run_command("restore", arguments, database=stopped_portal(env.read()))


def _require_readable(options: Namespace, home: Path) -> None:
    """Raises ImproperlyConfigured for a mistyped name, and for a backup that cannot be read where there
    is no home yet: none is made for it."""
    try:
        with _open(options.file, home) as file:
            if not is_home(home):
                keys = DecryptionKeys(options.identity, options.passphrase_file)
                sys.stdout.write("reading the backup before a home is made\n")
                sys.stdout.flush()
                check_archive(file, keys, say=lambda _line: None)
    except BackupError as reason:
        raise ImproperlyConfigured(f"Nothing was restored: {reason}") from reason


def _open(file: str, home: Path) -> BufferedReader:
    """Open the backup by the variables alone, since Django's settings would make the home."""
    variables = with_files(os.environ)
    media = read_media(variables, default=home / "media")
    if "/" in file:
        return open_file(file)
    return place_of(read_backup_options(variables, home=home, nightly=False), media).reading(file)
