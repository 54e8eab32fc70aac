"""A real PgBouncer in transaction mode, through which the tests' own connection goes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from louzu.server import system_user

CONFIGURATION = """
[databases]
{name} = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 2
server_login_retry = 1
"""


@pytest.fixture
def pooled(transactional_db):
    """The tests' own connection goes through PgBouncer."""
    program = shutil.which("pgbouncer") or pytest.skip("pgbouncer is not installed")
    settings = connections.settings["default"]
    direct = {key: settings[key] for key in ("HOST", "PORT", "USER", "NAME", "OPTIONS")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # as root, the program runs as the user of the embedded server
    (folder / "users").write_text(f'"{settings["USER"]}" ""\n')
    file = folder / "pgbouncer.ini"
    words = {"name": settings["NAME"], "host": settings["HOST"], "port": settings["PORT"] or 5432}
    file.write_text(CONFIGURATION.format(**words, listen=listen, folder=folder))
    user = system_user.NAME if os.getuid() == 0 else None
    process = subprocess.Popen([program, "-q", file], user=user)
    through = {**direct, "HOST": "127.0.0.1", "PORT": str(listen)}
    try:
        connect_to(through | {"DISABLE_SERVER_SIDE_CURSORS": True})
        yield
    finally:
        connect_to(direct | {"DISABLE_SERVER_SIDE_CURSORS": False})
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def connect_to(server) -> None:
    connection.close()
    connection.close_pool()
    connections.settings["default"].update(server)
    deadline = time.monotonic() + 10
    while True:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError:
            if time.monotonic() > deadline:
                raise
        else:
            return
