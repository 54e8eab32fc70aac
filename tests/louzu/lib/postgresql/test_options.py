"""The portal behind a real PgBouncer in transaction mode."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from governance.journal import queries
from governance.journal.actions import enter
from governance.journal.queries import broken_lines_in
from louzu.lib.database import WEB_LIMITS, limit_connections
from louzu.lib.postgresql.options import TIMEOUTS, portal_database
from louzu.server import system_user
from residents.models import Building
from tests.factories import NoticeFactory

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


def test_what_the_address_says_goes_before_the_portals_own_times():
    made = portal_database(
        {"NAME": "x", "OPTIONS": {"connect_timeout": "9"}}, pool_size=3, pooler=False
    )
    assert made["OPTIONS"] | {"pool": None} == {**TIMEOUTS, "connect_timeout": "9", "pool": None}
    assert (made["OPTIONS"]["pool"]["max_size"], made["DISABLE_SERVER_SIDE_CURSORS"]) == (3, False)


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


def test_a_chain_is_verified_through_a_pooler_while_lines_are_written(
    pooled, building, leader, monkeypatch
):
    limit_connections(WEB_LIMITS)  # passes nothing that the pooler would refuse
    monkeypatch.setattr(queries, "PART", 3)
    ended = threading.Event()

    def write() -> None:
        while not ended.is_set():
            enter(NoticeFactory(building=building), "notices.posted", by=leader)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _time in range(20):
            assert list(broken_lines_in(building)) == []
    finally:
        ended.set()
        writer.join()
    assert Building.objects.get(pk=building.pk).journal_version > 0
