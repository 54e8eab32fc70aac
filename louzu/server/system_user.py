"""The system user that runs PostgreSQL when louzu is started by root: PostgreSQL refuses to run as root.

Its files are in ``/var/lib/louzu``: the data, and a copy of PostgreSQL's binaries that it can read.
No folder made by anybody else changes its permissions.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

NAME = "louzu"
FOLDER = Path("/var/lib/louzu")
SYSTEM_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"
CREATE_COMMANDS = {
    "useradd": ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"],
    "adduser": ["-S", "-D", "-H", "-s", "/sbin/nologin"],  # BusyBox, where there is no useradd
}


class ServerError(Exception):
    """The database cannot run here. The message is one sentence."""


def is_needed() -> bool:
    return os.geteuid() == 0


def account() -> pwd.struct_passwd:
    """Return the system user; create it at the first start. Raises ServerError."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _create_account()
        return pwd.getpwnam(NAME)


def new_folder(label: str) -> Path:
    _create_base_folder()
    folder = Path(tempfile.mkdtemp(prefix=f"{label}-", dir=FOLDER))
    give(folder)
    return folder


def give(folder: Path) -> None:
    os.chown(folder, account().pw_uid, account().pw_gid, follow_symlinks=False)


def readable_copy(package: Path, version: str) -> Path:
    """Copy an installed package, and the libraries beside it, to where every user may read it.

    The copy is made once for each ``version``. Returns its path.
    """
    copy = FOLDER / f"postgresql-{version}"
    if not copy.exists():
        _create_base_folder()
        unfinished = Path(tempfile.mkdtemp(dir=FOLDER))
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.exists():
                unneeded = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(source, unfinished / source.name, symlinks=True, ignore=unneeded)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        try:
            unfinished.rename(copy)
        except OSError:  # another process made the copy meanwhile
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy / package.name


def _create_account() -> None:
    found = (
        (shutil.which(tool, path=SYSTEM_PATH), flags) for tool, flags in CREATE_COMMANDS.items()
    )
    program, flags = next(((path, flags) for path, flags in found if path), (None, []))
    if program is None:
        raise ServerError(
            f"PostgreSQL cannot run as root and useradd is missing: make a system user “{NAME}”,"
            " or start as an ordinary user."
        )
    result = subprocess.run(  # noqa: S603 -- found above
        [program, *flags, NAME], capture_output=True, text=True, check=False
    )
    if result.returncode:
        reason = result.stderr.strip() or result.stdout.strip()
        raise ServerError(f"The system user “{NAME}” could not be made: {reason}")


def _create_base_folder() -> None:
    """Create the folder readable for all, independent of the umask, because the system user must
    enter it."""
    if not FOLDER.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        FOLDER.chmod(0o755)
