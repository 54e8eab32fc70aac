"""A real portal in a process of its own, started by ``bin/louzu serve`` on tables that are there."""

from __future__ import annotations

import http.client
import os
import subprocess
import time
from pathlib import Path

import psutil
import psycopg

from louzu.server.postgres import Server
from tests.architecture.site import ROOT
from tests.migrated import migrate

BEATING = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
PATIENCE = 120.0
"""Seconds, because parallel tests keep the cores busy."""


def until(condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, "It did not come to be."
        time.sleep(0.05)
    return found


class Portal:
    def __init__(self, folder: Path, port: int) -> None:
        self.home, self.port, self.log = folder / "home", port, folder / "log"
        self.server = Server(self.home)
        self.settings = folder / "louzu.env"
        self.settings.write_text(
            f"LOUZU_HOME={self.home}\nLOUZU_HOSTS=127.0.0.1\nLOUZU_HTTPS=0\nPORT={port}\n"
        )
        self.settings.chmod(0o600)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        of_tests = ("LOUZU_", "DJANGO_", "PYTEST_")
        kept = {name: os.environ[name] for name in os.environ if not name.startswith(of_tests)}
        return kept | {
            "LOUZU_ENV": str(self.settings),
            "DJANGO_SETTINGS_MODULE": "louzu.settings",
        }

    def fill(self) -> None:
        """Make the tables from the dump of the tests, as migrations would, but sooner."""
        with self.server:
            migrate(self.server)
        (self.home / "secret_key").write_text("of the tests " * 5)
        (self.home / "secret_key").chmod(0o600)

    def start(self) -> str:
        """Return what was printed until it answers."""
        before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [ROOT / "bin/louzu", "serve"],
                env=self.environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until(lambda: "It answers to" in self.told(before) or self.process.poll() is not None)
        assert self.process.poll() is None, self.told(before)
        return self.told(before)

    def told(self, since: int = 0) -> str:
        return self.log.read_bytes()[since:].decode()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def remove(self) -> None:
        self.stop()
        self.server.remove()

    def page(self, path="/", **headers) -> tuple[int, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asked.request("GET", path, headers=headers)
            response = asked.getresponse()
            return response.status, response.read().decode()
        finally:
            asked.close()

    def children(self, word: str) -> list[psutil.Process]:
        """Return the living children whose command has this word."""
        children = psutil.Process(self.process.pid).children()
        return [one for one in children if word in _command(one)]

    def child(self, word: str) -> psutil.Process:
        (found,) = until(lambda: self.children(word))
        return found

    def await_another(self, word: str, former: psutil.Process) -> psutil.Process:
        return until(lambda: [one for one in self.children(word) if one.pid != former.pid])[0]

    def await_pages(self) -> None:
        """Wait until each pooled connection that was cut has failed once."""
        statuses: list[int] = []
        until(lambda: statuses.append(self.page()[0]) or statuses[-4:] == [200] * 4)

    def await_workers(self) -> None:
        """Wait until both workers have sent a heartbeat since now."""
        with psycopg.connect(self.server.url, autocommit=True) as wire:
            (since,) = wire.execute("SELECT clock_timestamp()").fetchone()
            until(lambda: wire.execute(BEATING, [since]).fetchone() >= (2,))


def _command(process: psutil.Process) -> str:
    """Return "" for a process that has ended, also meanwhile."""
    try:
        return "" if process.status() == psutil.STATUS_ZOMBIE else " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
