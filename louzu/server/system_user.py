"""PostgreSQL refuses to run as root: for root it runs as a system user in a place of its own.

The binaries are copied once to where that user can reach them and the data stand beside them.
No folder that is not ours changes its permissions.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

NAME = "louzu"
PLACE = Path("/var/lib/louzu")
SYSTEM_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"
WAYS = {
    "useradd": ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"],
    "adduser": ["-S", "-D", "-H", "-s", "/sbin/nologin"],  # BusyBox, where there is no useradd
}


class ServerError(Exception):
    """Why the database cannot run here, in one sentence."""


def is_needed() -> bool:
    return os.geteuid() == 0


def account() -> pwd.struct_passwd:
    """The system user, made at the first start."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _make_account()
        return pwd.getpwnam(NAME)


def new_folder(label: str) -> Path:
    """An empty folder of the servant's own."""
    _open_place()
    folder = Path(tempfile.mkdtemp(prefix=f"{label}-", dir=PLACE))
    give(folder)
    return folder


def give(folder: Path) -> None:
    """Only for a folder just made by us."""
    os.chown(folder, account().pw_uid, account().pw_gid, follow_symlinks=False)


def reachable(package: Path, version: str) -> Path:
    """A copy of the package, and of the libraries beside it, that every user may read."""
    copy = PLACE / f"postgresql-{version}"
    if not copy.exists():
        _open_place()
        unfinished = Path(tempfile.mkdtemp(dir=PLACE))
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.exists():
                unneeded = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(source, unfinished / source.name, symlinks=True, ignore=unneeded)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        try:
            unfinished.rename(copy)
        except OSError:  # somebody else's copy came first
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy / package.name


def _make_account() -> None:
    found = ((shutil.which(tool, path=SYSTEM_PATH), flags) for tool, flags in WAYS.items())
    program, flags = next(((path, flags) for path, flags in found if path), (None, []))
    if program is None:
        raise ServerError(
            f"PostgreSQL cannot run as root and useradd is missing: make a system user “{NAME}”,"
            " or start as an ordinary user."
        )
    made = subprocess.run(  # noqa: S603 -- found above
        [program, *flags, NAME], capture_output=True, text=True, check=False
    )
    if made.returncode:
        reason = made.stderr.strip() or made.stdout.strip()
        raise ServerError(f"The system user “{NAME}” could not be made: {reason}")


def _open_place() -> None:
    """Whatever our umask is, the servant can enter."""
    if not PLACE.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        PLACE.chmod(0o755)
