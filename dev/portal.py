"""A temporary portal with the demo, on a database of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from louzu.server.postgres import Server


@contextlib.contextmanager
def run_portal() -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="louzu-shots-"))
    with Server(home / "database", throwaway=True) as database:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        os.environ |= {
            "LOUZU_HOME": str(home),
            "LOUZU_DATABASE_URL": database.url,
            "LOUZU_DEMO": "1",
            "LOUZU_HTTPS": "0",
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "louzu.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "louzu.server"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_server(server, f"http://127.0.0.1:{port}")
            import django  # noqa: PLC0415

            django.setup()
            yield f"http://127.0.0.1:{port}"
            close_connections()
        finally:
            server.terminate()
            server.wait()
    shutil.rmtree(home, ignore_errors=True)


def _await_server(portal: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 180
    while portal.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=60):  # noqa: S310 -- a local address
                return
        except OSError:  # nobody listens yet, or the first page takes long on a busy machine
            time.sleep(0.2)
    raise SystemExit("The portal did not start: make run tells why.")


def close_connections() -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
