"""Servers that are started, killed and started again, each on a home of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote

import psutil
import psycopg
import pytest
from environ import Env

from louzu import servant
from louzu.postgres import Server, ServerError, alone, database_of

A_PARENT = """
import sys, time
from pathlib import Path
from louzu.postgres import Server
server = Server(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "home")
    yield server
    server.stop()
    server.remove()


def place_of(server):
    return (server.home / "postgres").resolve()


def tell(server, sql):
    with psycopg.connect(server.url) as connection:
        found = connection.execute(sql)
        return found.fetchall() if found.description else []


def keep_something(server):
    tell(server, "CREATE TABLE kept (word text)")
    tell(server, "INSERT INTO kept VALUES ('楼组')")


def kept(server):
    return tell(server, "SELECT word FROM kept")


def wait_for_the_end(pids):
    deadline = time.monotonic() + 20
    while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []


def test_what_was_kept_is_there_after_a_stop(server):
    server.start()
    keep_something(server)
    server.stop()
    with pytest.raises(psycopg.OperationalError):
        tell(server, "SELECT 1")
    with server:
        assert kept(server) == [("楼组",)]


def test_it_speaks_utf8_sorts_by_code_and_listens_on_no_port(server):
    with server:
        shown = "server_encoding", "listen_addresses", "fsync", "full_page_writes"
        assert [tell(server, f"SHOW {name}")[0][0] for name in shown] == ["UTF8", "", "on", "on"]
        assert tell(server, "SELECT upper('é'), 'B' < 'a'") == [("É", True)]
        sockets = Path(database_of(server.home)["HOST"])
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


def test_the_address_and_djangos_settings_agree(server):
    with server:
        from_url = Env.db_url_config(server.url)
        settings = database_of(server.home)
        assert unquote(from_url["HOST"]) == settings["HOST"]
        assert [from_url[key] for key in ("NAME", "USER")] == ["louzu", "louzu"]
        assert [settings[key] for key in ("NAME", "USER")] == ["louzu", "louzu"]


@pytest.mark.parametrize("name", ["long" * 30, "中文 与 空格", 'comma, "quote" %2F'])
def test_a_home_may_have_any_name(tmp_path, name):
    server = Server(tmp_path / name, throwaway=True)
    with server:
        assert tell(server, "SELECT 1") == [(1,)]


def test_after_kill_9_of_the_postmaster_it_starts_again_and_busy_orphans_go(server):
    server.start()
    keep_something(server)
    children = [child.pid for child in psutil.Process(server.pid).children()]
    busy = threading.Thread(target=_be_busy, args=[server.url])
    busy.start()
    while tell(server, "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%generate_series%'") == [
        (1,)  # only our own question
    ]:
        time.sleep(0.05)
    os.kill(server.pid, signal.SIGKILL)
    while server.pid:
        time.sleep(0.05)
    server.stop()
    server.start()
    assert kept(server) == [("楼组",)]
    busy.join(10)
    assert not busy.is_alive()
    wait_for_the_end(children)


def _be_busy(url):
    with pytest.raises(psycopg.OperationalError), psycopg.connect(url) as connection:
        connection.execute("SELECT count(*) FROM generate_series(1, 100000000000)")


def test_after_kill_9_of_every_process_it_starts_again(server):
    server.start()
    keep_something(server)
    postmaster = psutil.Process(server.pid)
    for process in [postmaster, *postmaster.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    server.stop()
    with server:
        assert kept(server) == [("楼组",)]


def test_a_number_in_postmaster_pid_that_is_somebody_elses_stops_nothing(server):
    server.start()
    keep_something(server)
    place = place_of(server)
    lines = (place / "data" / "postmaster.pid").read_text().splitlines()
    server.stop()
    (place / "data" / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lines[1:]]))
    with server:
        assert kept(server) == [("楼组",)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_when_we_are_killed_the_server_ends_in_order_and_the_next_start_has_all(server):
    parent = subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-c", A_PARENT, str(server.home)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        pid = int(parent.stdout.readline())
        keep_something(server)
        parent.kill()
    wait_for_the_end([pid])
    with server:
        assert kept(server) == [("楼组",)]


def test_a_second_copy_on_the_same_data_is_refused_and_harms_nothing(server):
    with server:
        with pytest.raises(ServerError) as refusal:
            Server(server.home).start()
        place = place_of(server)
        assert str(refusal.value) == (
            f"Another louzu runs on {place} already: stop it, or set LOUZU_HOME to another folder."
        )
        assert tell(server, "SELECT 1") == [(1,)]


def test_only_one_is_alone(tmp_path):
    with (
        alone(tmp_path),
        pytest.raises(ServerError, match="Another louzu runs on"),
        alone(tmp_path),
    ):
        pass
    with alone(tmp_path):
        pass


def test_a_home_that_cannot_be_written_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"
    with pytest.raises(ServerError) as refusal:
        Server(home).start()
    assert str(refusal.value) == f"{home} cannot be used (Not a directory)."
    with pytest.raises(ServerError) as refusal, alone(home):
        pass
    assert str(refusal.value) == (
        f"{home} cannot be written (Not a directory): set LOUZU_HOME to a folder that can."
    )


def test_a_folder_of_somebody_else_is_not_used_and_not_changed(tmp_path):
    somebodys = Path("/usr")
    before = somebodys.stat()
    (tmp_path / "postgres").symlink_to(somebodys)
    with pytest.raises(ServerError) as refusal:
        Server(tmp_path).start()
    assert str(refusal.value) == "/usr belongs to somebody else; the database will not use it."
    after = somebodys.stat()
    assert (after.st_mode, after.st_uid) == (before.st_mode, before.st_uid)


def test_data_that_are_gone_are_missed(tmp_path):
    (tmp_path / "postgres").symlink_to(tmp_path / "disk")
    with pytest.raises(ServerError, match="which is gone: bring it back"):
        Server(tmp_path).start()


def test_a_broken_cluster_says_where_the_reason_is(server):
    server.start()
    server.stop()
    place = place_of(server)
    (place / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerError) as refusal:
        server.start()
    assert str(refusal.value) == f"PostgreSQL did not start; {place}/log says at its end why."
    assert server.pid == 0


def test_a_throwaway_server_is_forgetful_and_leaves_nothing(tmp_path):
    server = Server(tmp_path / "home", throwaway=True)
    with server:
        place = place_of(server)
        assert tell(server, "SHOW fsync") == [("off",)]
    assert not place.exists()
    assert list(server.home.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a servant")
def test_for_root_the_servant_runs_it_in_a_place_of_its_own(server):
    with server:
        assert psutil.Process(server.pid).username() == servant.NAME
        place = (server.home / "postgres").readlink()
        assert place.parent == servant.PLACE
        assert place.stat().st_uid == servant.account().pw_uid
        assert server.home.stat().st_uid == 0
