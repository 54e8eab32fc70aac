"""pgBackRest, as ``deploy/pgbackrest/`` has it: rows that were deleted by mistake come back."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from dev.drills.harness.outcome import DrillSkippedError, Outcome

ROOT = Path(__file__).parents[2]
DEBIAN = Path("/usr/lib/postgresql")
ROWS = 50_000
START_TIMEOUT = 60.0


@dataclass
class ArchivedServer:
    """A PostgreSQL that archives its WAL with pgBackRest, as an ordinary user on a socket."""

    folder: Path
    programs: Path
    user: str

    @property
    def configuration(self) -> Path:
        return self.folder / "pgbackrest.conf"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def create(self) -> None:
        text = (ROOT / "deploy/pgbackrest/pgbackrest.conf").read_text()
        for word in ("REPOSITORY", "SPOOL", "LOGS", "LOCKS", "SOCKET"):
            (self.folder / word.lower()).mkdir()
            text = text.replace(f"={word}", f"={self.folder / word.lower()}")
        text = text.replace("=DATA", f"={self.data}").replace("=PASSPHRASE", "=only-for-drills")
        self.configuration.write_text(text + f"pg1-user={self.user}\n")
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, self.user)
        self.run(self.programs / "initdb", "-D", self.data, "-A", "trust", "-U", self.user)
        archive = f"pgbackrest --config={self.configuration} --stanza=louzu archive-push %p"
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self.folder / 'socket'}'\n"
                f"archive_mode = on\narchive_timeout = 60\narchive_command = '{archive}'\n"
            )

    def start(self) -> None:
        self.run(
            self.programs / "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start"
        )
        deadline = time.monotonic() + START_TIMEOUT
        while self.ask("SELECT pg_is_in_recovery()"):
            if time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL stayed in recovery.")
            time.sleep(0.2)

    def stop(self) -> None:
        self.run(self.programs / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def pgbackrest(self, *arguments: str) -> float:
        """Return how many seconds it took."""
        begun = time.monotonic()
        self.run("pgbackrest", f"--config={self.configuration}", "--stanza=louzu", *arguments)
        return time.monotonic() - begun

    def ask(self, statement: str) -> object:
        """Return the first column of the first row; None if the statement returns no rows."""
        socket = str(self.folder / "socket")
        with psycopg.connect(
            host=socket, user=self.user, dbname="postgres", autocommit=True
        ) as one:
            cursor = one.execute(statement.encode())
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def run(self, *command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            user=self.user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )


def drill() -> Outcome:
    with _server() as server:
        figures = {"check": f"{server.pgbackrest('stanza-create'):.1f} s"}
        server.pgbackrest("check")
        server.ask("CREATE TABLE kept (id int)")
        server.ask(f"INSERT INTO kept SELECT generate_series(1, {ROWS})")
        figures["full backup"] = f"{server.pgbackrest('--type=full', 'backup'):.1f} s"
        server.ask("INSERT INTO kept VALUES (0)")
        figures["incremental backup"] = f"{server.pgbackrest('--type=incr', 'backup'):.1f} s"
        server.ask("INSERT INTO kept VALUES (-1)")
        target = server.ask("SELECT clock_timestamp()::text")
        time.sleep(1)
        server.ask("DELETE FROM kept WHERE id > 10")
        server.ask("SELECT pg_switch_wal()")
        server.stop()
        shutil.rmtree(server.data)
        server.data.mkdir(mode=0o700)
        shutil.chown(server.data, server.user)
        seconds = server.pgbackrest(
            "--type=time", f"--target={target}", "--target-action=promote", "restore"
        )
        begun = time.monotonic()
        server.start()
        figures["restore"] = f"{seconds:.1f} s, replay {time.monotonic() - begun:.1f} s"
        found = server.ask("SELECT count(*) FROM kept")
        server.stop()
    lost = ROWS + 2 - int(str(found))
    return Outcome("point in time", acknowledged=ROWS + 2, lost=lost, figures=figures)


@contextmanager
def _server() -> Iterator[ArchivedServer]:
    """Raises DrillSkippedError if a program is missing."""
    versions = sorted(DEBIAN.glob("*/bin/postgres"))
    if shutil.which("pgbackrest") is None:
        raise DrillSkippedError("pgbackrest is not installed.")
    if not versions:
        raise DrillSkippedError("A PostgreSQL server of Debian is not installed.")
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="louzu-pitr-"))
    server = ArchivedServer(folder, versions[-1].parent, user)
    try:
        server.create()
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
