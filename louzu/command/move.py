"""``louzu move``: copy the database into another PostgreSQL, and say what to change then.

The portal must be stopped. The present database stays as it is, which is the way back.
"""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu import env
from louzu.backup.arguments import VerbParser
from louzu.backup.errors import BackupError
from louzu.command import env_file
from louzu.command.databases import stopped_portal
from louzu.command.homes import require_home
from louzu.command.output import say
from louzu.lib.postgresql.options import portal_database
from louzu.lib.variables import shown
from louzu.server.postgres import ServerError

URL, OWNER_URL = "LOUZU_DATABASE_URL", "LOUZU_DATABASE_OWNER_URL"
TARGET = (URL, OWNER_URL)


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu move", description=__doc__)
    parser.add_argument(
        "--to",
        metavar="FILE",
        help=f"a file with the new lines {URL}=… and {OWNER_URL}=…; without it they are asked for",
    )
    parser.add_argument("--check-only", action="store_true", help="look at the target, no more")
    options = parser.parse_args(arguments)
    if options.to and "://" in options.to:
        parser.error(
            "write the address into a file: other users of this machine can read arguments"
        )
    home = require_home()
    present, target = env.read(), env.read(_with(_asked_for(options.to)))
    if target.database is None or target.pooler:
        raise ImproperlyConfigured(f"{URL} must be the address of the server itself, no pooler's.")
    try:
        with stopped_portal(present):
            _move(target, home=home, check_only=options.check_only)
    except (ServerError, BackupError) as reason:
        sys.stderr.write(f"Nothing was moved: {reason}\n")
        return 1
    if not options.check_only:
        _say_what_to_do(present)
    return 0


def _asked_for(file: str | None) -> dict[str, str]:
    """Return the new variables, from the file or from the keyboard."""
    if file is None:
        asked = {URL: getpass(f"{URL}: "), OWNER_URL: getpass(f"{OWNER_URL} (or nothing): ")}
    else:
        try:
            asked = env_file.parse(env_file.read_text(Path(file)), Path(file))
        except OSError as error:
            raise ImproperlyConfigured(
                f"{shown(file)} cannot be read ({error.strerror})."
            ) from None
    found = {name: asked[name] for name in TARGET if asked.get(name)}
    if URL not in found:
        raise ImproperlyConfigured(f"{URL} is missing: write the address of the other PostgreSQL.")
    return found


def _with(found: dict[str, str]) -> dict[str, str]:
    """Return all variables, with those of the target in place of the present ones."""
    former = {*TARGET, *(f"{name}_FILE" for name in TARGET)}
    return {name: word for name, word in os.environ.items() if name not in former} | found


def _move(target: env.Environment, *, home: Path, check_only: bool) -> None:
    from louzu.backup.moving import MoveTarget, check_target, move  # noqa: PLC0415 -- set up

    database = portal_database(target.database or {}, pool_size=2, pooler=False)
    place = MoveTarget(database, target.database_owner or {})
    check_target(place, say=say)
    if check_only:
        say("The target can take the portal.")
        return
    taken = move(place, folder=home, say=say)
    say(
        f"The same in both: {sum(taken.rows.values())} rows in {len(taken.rows)} tables, and the last"
        f" lines of {len(taken.heads)} journals."
    )


def _say_what_to_do(present: env.Environment) -> None:
    file = env_file.path() or "the settings"
    if present.database:
        back = "The former database is as it was: to go back, write its lines again."
    else:
        back = f"{present.home}/postgres is as it was: to go back, take the new lines out again."
    say(
        f"Now write the new {URL} and {OWNER_URL} into {file}, on every node, and start the portal."
        f" Everybody signs in again.\n{back} What was written since then is not in it."
    )
