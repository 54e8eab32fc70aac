"""Another PostgreSQL, as an operator has it: Debian's, by TCP, with passwords. Started once in a session."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from louzu.backup.moving import MoveTarget
from louzu.lib.postgresql.options import portal_database
from louzu.server import system_user
from louzu.server.postgres import binaries

DEBIAN = Path("/usr/lib/postgresql")
SUPERUSER, APP, OWNER = "postgres", "portal", "portal_owner"
PASSWORD = "only for tests"


LEFT = """
    SELECT 'relation ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND pg_has_role(relowner, 'USAGE')
    UNION ALL SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND pg_has_role(typowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_type.oid AND d.deptype = 'e')
    UNION ALL SELECT 'routine ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND pg_has_role(proowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')
"""


def left_in(server: ExternalServer, target: MoveTarget) -> list[str]:
    """Return what the owner of the tables has in a database, but for what an extension brings."""
    with server.connect(OWNER, target.database["NAME"]) as there:
        return [name for (name,) in there.execute(LEFT).fetchall()]


@dataclass
class ExternalServer:
    folder: Path
    programs: Path
    port: int
    _number: int = field(default=0)

    def start(self) -> None:
        (self.folder / "password").write_text(PASSWORD)
        if system_user.is_needed():
            for path in (self.folder, self.folder / "password"):
                shutil.chown(path, *(system_user.account()[i] for i in (2, 3)))
        options = ["-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--no-sync"]
        password = f"--pwfile={self.folder / 'password'}"
        self._run("initdb", "-D", self._data, "-U", SUPERUSER, *options, password)
        settings = f"-p {self.port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", settings, "start")
        for role in (APP, OWNER):
            self.run(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def new_database(self, options: str = f"OWNER {OWNER}") -> MoveTarget:
        self._number += 1
        name = f"portal_{self._number}"
        self.run(f"CREATE DATABASE {name} {options}")
        database = {"NAME": name, "USER": APP, "PASSWORD": PASSWORD, "OPTIONS": {}}
        database |= {"HOST": "127.0.0.1", "PORT": str(self.port)}
        return MoveTarget(
            portal_database(database, pool_size=2, pooler=False),
            {"USER": OWNER, "PASSWORD": PASSWORD},
        )

    def run(self, statement: str) -> None:
        with self.connect(SUPERUSER, "postgres") as connection:
            connection.execute(statement)

    def connect(self, role: str, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=role,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: object) -> None:
        who: dict[str, Any] = {}
        if system_user.is_needed():
            account = system_user.account()
            who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(
            [self.programs / program, *map(str, arguments)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            **who,
        )


@pytest.fixture(scope="session")
def external_server() -> Iterator[ExternalServer]:
    """Debian's PostgreSQL of the lowest version there is, or else the embedded one's programs."""
    programs = next(iter(sorted(DEBIAN.glob("*/bin"))), None) or binaries()
    folder = Path(tempfile.mkdtemp(prefix="louzu-external-"))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    server = ExternalServer(folder, programs, port)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
