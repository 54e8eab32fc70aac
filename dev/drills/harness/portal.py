"""A real portal in a process of its own: ``python -m louzu.server`` without the demo."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from dev.portal import close_connections
from louzu.env import ROOT

HOST = "127.0.0.1"
START_TIMEOUT = 600.0
"""Seconds: on a busy machine the migrations of an empty database take minutes."""


@dataclass
class Portal:
    """A portal on a home and a port. ``database_url`` is "" for the embedded PostgreSQL.

    ``variables`` are added to its environment.
    """

    home: Path
    port: int
    database_url: str = ""
    host: str = HOST
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.with_name(f"{self.home.name}.log")

    @property
    def environment(self) -> dict[str, str]:
        found = {
            "LOUZU_HOME": str(self.home),
            "LOUZU_DATABASE_URL": self.database_url,
            "LOUZU_DEMO": "0",
            "LOUZU_DEBUG": "0",
            "LOUZU_HTTPS": "0",
            "LOUZU_HOSTS": self.host,
            "HOST": self.host,
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "louzu.settings",
        }
        return found | self.variables

    def start(self) -> None:
        """Start the server and return at once; see ``wait``."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "louzu.server"],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait(self, seconds: float = START_TIMEOUT) -> float:
        """Wait until the portal answers, and return the seconds it took. Raises RuntimeError."""
        begun = time.monotonic()
        while (waited := time.monotonic() - begun) < seconds:
            if self.answers():
                return waited
            if self.process and self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"The portal did not answer: {self.last_lines()}")

    def answers(self) -> bool:
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/account/login/", timeout=5).status_code == 200
        return False

    def last_lines(self, number: int = 5) -> str:
        found = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(found.splitlines()[-number:])

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None


@contextlib.contextmanager
def run_portal(
    *, port: int = 0, database_url: str = "", variables: dict[str, str] | None = None
) -> Iterator[Portal]:
    """Start a portal on a new home, and let this process use its database by Django.

    Only one in a process, since Django reads its settings once.
    """
    folder = Path(tempfile.mkdtemp(prefix="louzu-drill-"))
    portal = Portal(folder / "home", port or free_port(), database_url, variables=variables or {})
    try:
        portal.start()
        portal.wait()
        connect(portal.environment)
        yield portal
        close_connections()
    finally:
        portal.stop()
        _remove(portal.home)
        shutil.rmtree(folder, ignore_errors=True)


def connect(environment: dict[str, str]) -> None:
    """Set Django up in this process with a portal's environment."""
    import django  # noqa: PLC0415 -- reads the environment

    os.environ |= environment
    django.setup()


def reconnect(portal: Portal) -> None:
    """Use the embedded database of a home that was made anew: for root its folder has another name."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    from louzu.server.postgres import Server  # noqa: PLC0415 -- reads the home

    close_connections()
    connection.settings_dict["HOST"] = str(Server(portal.home).sockets)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _remove(home: Path) -> None:
    """Delete the embedded server's data, which are in another place where this user is root."""
    from louzu.server.postgres import Server  # noqa: PLC0415 -- reads the home

    Server(home).remove()
