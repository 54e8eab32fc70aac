"""``louzu upgrade v0.2.0``: save the data, install the release beside the running one, migrate, switch.

If the new release is not ready within three minutes, the former one is put back (docs/upgrade.md).
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError, Namespace
from contextlib import suppress
from pathlib import Path

from louzu.backup.arguments import VerbParser
from louzu.command import releases
from louzu.command.homes import require_home
from louzu.command.releases import UpgradeError, call
from louzu.command.restarting import NotedSignals, Restart, answers, portal_of, restart_command
from louzu.env import ROOT
from louzu.server.errors import StartError
from louzu.server.locks import SERVE, busy, is_held, lock_holder
from louzu.server.run import read_settings

WAIT = 180.0
"""Seconds in which a release must be ready after the one before has ended."""
MAX_WAIT = 3600.0


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu upgrade", description=__doc__)
    parser.add_argument("tag", help="the release, such as v0.2.0; also the former one, to go back")
    parser.add_argument("--from", dest="source", help="git address of the releases")
    parser.add_argument("--wheels", type=_folder, help="folder of packages, instead of the network")
    parser.add_argument("--no-backup", action="store_true", help="there is one already")
    parser.add_argument("--wait", type=seconds, default=WAIT, help="seconds, for a slow machine")
    options = parser.parse_args(arguments)
    home, folders = require_home(), releases.folders_of()
    releases.version_of_tag(options.tag)
    releases.require_programs()
    command = restart_command(os.environ)
    with folders.only_upgrade():
        require_portal(home)
        restart = Restart(home, command, portal_address(), options.wait, max(options.wait, WAIT))
        _upgrade(folders, options, restart)
    return 0


def _upgrade(folders: releases.Folders, options: Namespace, restart: Restart) -> None:
    source = options.source or releases.source_of(ROOT)
    tree = releases.install(folders, options.tag, source, options.wheels)
    releases.copy_settings(ROOT, tree)
    if not options.no_backup:
        call(ROOT, "backup")
    require_portal(restart.home)  # it may have been stopped meanwhile
    call(tree, "manage", "migrate", "-v0", state=f"{ROOT.name} runs on.")
    switch(folders, restart, ROOT, tree)
    sys.stdout.write(f"{tree.name} runs.\n")
    try:
        folders.remove_all_but([tree, ROOT])
    except OSError as error:
        raise UpgradeError(f"An old release cannot be removed: {error}.") from None


def switch(folders: releases.Folders, restart: Restart, former: Path, tree: Path) -> None:
    """Let ``tree`` run in place of ``former``. Whatever fails meanwhile puts ``former`` back.

    Raises UpgradeError with what failed and what the state is now.
    """
    portal = portal_of(restart.home)
    with NotedSignals() as signals:
        try:
            restart.check = signals.check
            folders.switch(tree)
            restart.to(tree)
        except BaseException as failure:
            restart.check = lambda: None  # nothing interrupts this
            with suppress(OSError):  # the terminal may be gone
                sys.stderr.write(f"{former.name} is put back.\n")
            state = _put_back(folders, former) or restart.back_to(former, portal)
            if not isinstance(failure, UpgradeError):
                sys.stderr.write(f"{state}\n")
                raise
            raise UpgradeError(f"{failure} {state}") from None


def _put_back(folders: releases.Folders, former: Path) -> str:
    """Return a sentence if the link does not lead to ``former`` again."""
    if folders.current.resolve() == former:
        return ""
    try:
        folders.switch(former)
    except UpgradeError as reason:
        return f"{reason} Mend that, and restart the portal."
    return ""


def require_portal(home: Path) -> None:
    """Raises UpgradeError unless a portal runs on this home."""
    holder = lock_holder(home)
    if holder is None and is_held(home):
        raise UpgradeError(
            f"Somebody holds the lock of {home}, but {home / 'lock'} does not say who (“fuser” does):"
            " if it is the portal, restart it."
        )
    if holder is None:
        raise UpgradeError("The portal does not run: start it, so that its data can be saved.")
    if holder.kind != SERVE:
        raise UpgradeError(busy(home, holder))


def seconds(word: str) -> float:
    with suppress(ValueError):
        if 1 <= (value := float(word)) <= MAX_WAIT:
            return value
    raise ArgumentTypeError(f"write seconds from 1 to {MAX_WAIT:g}")


def _folder(word: str) -> Path:
    if not Path(word).is_dir():
        raise ArgumentTypeError("there is no such folder")
    return Path(word)


def portal_address() -> tuple[str, int]:
    """Return where the portal answers. Raises UpgradeError if a variable is wrong with which the portal
    would not start again, or be asked at another place."""
    try:
        address = read_settings()[0]
    except StartError as reason:
        raise UpgradeError(str(reason)) from None
    if not answers(address):
        raise UpgradeError(
            f"The portal that runs does not answer at {address[0]}:{address[1]}: restart it, or correct"
            " HOST and PORT. Nothing was changed."
        )
    return address
