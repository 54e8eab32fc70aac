"""Options of ``backup``, ``restore`` and of moving a neighbourhood, as ``bin/louzu`` and ``manage.py`` know them.

``bin/louzu`` reads them before anything is made, so that a mistyped one makes nothing.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import NoReturn

from louzu.lib.regular_files import why_not_read
from louzu.lib.variables import shown_words

UNRECOGNIZED = "unrecognized arguments: "


class VerbParser(ArgumentParser):
    """Repeats nothing that may be a key or password typed in the wrong place: output reaches logs."""

    def error(self, message: str) -> NoReturn:
        beginning, unrecognized, words = message.partition(UNRECOGNIZED)
        if unrecognized and not beginning:
            options = [word.partition("=")[0] for word in words.split() if word.startswith("-")]
            message = UNRECOGNIZED + (" ".join(options) or "…")
        super().error(shown_words(message))


def add_backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print no lines of progress")


def add_restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        type=_file_to_read,
        help="a path, or the name of a backup in LOUZU_BACKUPS",
    )
    parser.add_argument("--over", action="store_true", help="replace the portal that is here")
    parser.add_argument("--identity", type=_key_file, help="file of the private key of age")
    parser.add_argument("--passphrase-file", type=_key_file, help="file of the passphrase")
    parser.add_argument("--moved", action="store_true", help="nothing happened since the backup")
    parser.add_argument("--check-only", action="store_true", help="read the backup, no more")


def add_export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the neighbourhood, as at the desk")
    parser.add_argument("file", metavar="FILE", type=Path)


def add_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=_file_to_read)
    parser.add_argument("--identity", type=_key_file, help="file of the private key of age")
    parser.add_argument("--passphrase-file", type=_key_file, help="file of the passphrase")
    parser.add_argument(
        "--rename",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="a user name that somebody else has here",
    )
    parser.add_argument(
        "--unverified",
        action="append",
        default=[],
        metavar="NAME",
        help="who has to verify the phone again, because another account here signs in with it",
    )
    parser.add_argument(
        "--other-key", action="store_true", help="this cell has another LOUZU_SECRET_KEY"
    )


def _key_file(word: str) -> Path:
    """Raises ArgumentTypeError without the word, which may be the key itself."""
    if not os.path.exists(word):  # noqa: PTH110 -- Path's own raises for a word that is too long
        raise ArgumentTypeError(
            "there is no such file; write the path of one, and never a key or passphrase, since other"
            " users of this machine can read arguments"
        )
    return Path(_file_to_read(word))


def _file_to_read(word: str) -> str:
    """Raises ArgumentTypeError for a pipe: what it holds could be read only once."""
    if reason := why_not_read(word):
        raise ArgumentTypeError(reason)
    return word
