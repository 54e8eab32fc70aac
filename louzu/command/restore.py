"""``louzu restore``: put a backup into this home, which may be empty. The portal must be stopped."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import VerbParser, add_restore_arguments
from louzu.backup.checking import check_archive
from louzu.backup.encryption import DecryptionKeys
from louzu.backup.errors import BackupError
from louzu.backup.manifest import Manifest
from louzu.backup.options import read_backup_options
from louzu.backup.places import open_file, place_of
from louzu.command.databases import run_command, stopped_portal
from louzu.command.homes import is_home, named_home
from louzu.command.output import say
from louzu.lib.media import read_media
from louzu.lib.regular_files import why_not_read
from louzu.lib.variables import shown_words, with_files


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu restore", description=__doc__)
    add_restore_arguments(parser)
    options = parser.parse_args(arguments)
    home = named_home()
    with _readable(options.file, home) as file:
        if not is_home(home):
            manifest = _check_before_home(file, options)
            if options.check_only:
                say(f"{manifest.summary()} There is no portal here to compare its release with.")
                return 0
    return run_command("restore", arguments, database=stopped_portal(env.read()))


@contextmanager
def _readable(name: str, home: Path) -> Iterator[BufferedReader]:
    """Open the backup. Raises ImproperlyConfigured for a mistyped name, and for what cannot be read."""
    try:
        with _open(name, home) as file:
            yield file
    except BackupError as reason:
        raise ImproperlyConfigured(f"Nothing was restored: {shown_words(str(reason))}") from reason


def _check_before_home(file: BufferedReader, options: Namespace) -> Manifest:
    """Read the backup whole, since no home is made for one that cannot be restored. Raises BackupError."""
    say("reading the backup before a home is made")
    keys = DecryptionKeys(options.identity, options.passphrase_file)
    return check_archive(file, keys, say=say)


def _open(name: str, home: Path) -> BufferedReader:
    """Open the backup by the variables alone, since Django's settings would make the home."""
    variables = with_files(os.environ)
    media = read_media(variables, default=home / "media")
    if "/" in name:
        return open_file(name)
    options = read_backup_options(variables, home=home, nightly=False)
    if not options.is_remote and (reason := why_not_read(Path(options.place) / name)):
        raise BackupError(f"{name} cannot be used for backups ({reason}).")
    return place_of(options, media).reading(name)
