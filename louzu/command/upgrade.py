"""``louzu upgrade v0.2.0``: save the data, install the release beside the running one, migrate, switch.

If the new release is not ready within three minutes, the former one is put back (docs/upgrade.md).
"""

from __future__ import annotations

import http.client
import os
import shlex
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import psutil

from louzu.backup.arguments import VerbParser
from louzu.command import releases
from louzu.command.homes import require_home
from louzu.command.releases import UpgradeError, call
from louzu.env import ROOT
from louzu.server.locks import SERVE, busy, lock_holder

MAX_WAIT = 180.0
"""Seconds in which a release must be ready after the one before has ended."""


def run(arguments: list[str]) -> int:
    parser = VerbParser("louzu upgrade", description=__doc__)
    parser.add_argument("tag", help="the release, such as v0.2.0; also the former one, to go back")
    parser.add_argument("--from", dest="source", help="git address of the releases")
    parser.add_argument("--wheels", type=Path, help="folder of packages, instead of the network")
    parser.add_argument("--no-backup", action="store_true", help="there is one already")
    parser.add_argument("--wait", type=float, default=MAX_WAIT, help="seconds, for a slow machine")
    options = parser.parse_args(arguments)
    home, folders = require_home(), releases.folders_of()
    with folders.only_upgrade():
        _upgrade(home, folders, options)
    return 0


def _upgrade(home: Path, folders: releases.Folders, options: Namespace) -> None:
    require_portal(home)
    source = options.source or releases.source_of(ROOT)
    tree = releases.install(folders, options.tag, source, options.wheels)
    releases.copy_settings(ROOT, tree)
    if not options.no_backup:
        call(ROOT, "backup")
    require_portal(home)  # it may have been stopped meanwhile
    call(tree, "manage", "migrate", "-v0", state=f"{ROOT.name} runs on.")
    folders.switch(tree)
    if not restart(home, tree, options.wait):
        folders.switch(ROOT)
        back = "runs again" if restart(home, ROOT, options.wait) else "does not run either"
        raise UpgradeError(
            f"{tree.name} was not ready within {options.wait:g} seconds: its log says why."
            f" {ROOT.name} {back}."
        )
    folders.remove_all_but([tree, ROOT])
    sys.stdout.write(f"{tree.name} runs.\n")


def require_portal(home: Path) -> None:
    """Raises UpgradeError unless a portal runs on this home."""
    holder = lock_holder(home)
    if holder is None:
        raise UpgradeError("The portal does not run: start it, so that its data can be saved.")
    if holder.kind != SERVE:
        raise UpgradeError(busy(home, holder))


def restart(home: Path, tree: Path, wait: float) -> bool:
    """End the portal and wait until that of ``tree`` is ready. Whoever looks after it starts it again."""
    portal = portal_of(home)
    if command := os.environ.get("LOUZU_RESTART"):
        subprocess.run(shlex.split(command), check=False)  # noqa: S603 -- the keeper's own
    elif portal:
        portal.terminate()
    if portal:
        psutil.wait_procs([portal], timeout=wait)
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        running = portal_of(home)
        another = running and running.pid != (portal and portal.pid)
        if running and another and _is_of(running, tree) and is_ready():
            return True
        time.sleep(0.5)
    return False


def portal_of(home: Path) -> psutil.Process | None:
    """Return the supervisor of the home, never another process that works on it."""
    holder = lock_holder(home)
    return holder.process if holder and holder.kind == SERVE else None


def is_ready() -> bool:
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _is_of(process: psutil.Process, tree: Path) -> bool:
    try:
        return Path(process.cmdline()[0]).is_relative_to(tree)
    except (psutil.Error, IndexError):
        return False
