"""A release is put in place of another: every step can fail, and the former one is put back.

The portals are stand-ins in real folders of releases, which hold the lock of the home and answer
``/readyz``; a thread starts them again, as systemd does.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from contextlib import suppress

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louzu.command.releases import UpgradeError
from louzu.command.restarting import (
    NotedSignals,
    answers,
    is_ready,
    portal_of,
    restart_command,
)
from louzu.command.upgrade import switch
from louzu.server.locks import COMMAND, SERVE, exclusive_lock
from tests.louzu.command.portals import Place

READY, CRASH, UNREADY = "ready", "crash", "unready"
AGAIN, ON = "0.1.0 runs again.", "0.1.0 runs on."
LATE = "0.2.0 was not ready within 1 seconds: its log says why."
KILL = "kill $(cut -d' ' -f1 $LOUZU_TEST_HOME/lock)"


@pytest.fixture
def place(tmp_path, monkeypatch):
    made = Place(tmp_path)
    monkeypatch.setenv("LOUZU_TEST_HOME", str(made.home))
    keeper = threading.Thread(target=made.keep_running)
    keeper.start()
    made.until(lambda: is_ready(made.address))
    yield made
    made.stopped.set()
    if made.process:
        made.process.kill()
    keeper.join()


@pytest.mark.parametrize("command", ["", f'sh -c "{KILL}"'], ids=["SIGTERM", "command"])
def test_a_release_that_is_ready_stays(place, command):
    assert answers(place.address)
    switch(place.folders, place.restart(command, wait=30), place.former, place.tree)
    assert (place.folders.current.resolve(), place.running) == (place.tree, "0.2.0")
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize(
    ("command", "behaviour", "told"),
    [
        ("", CRASH, f"{LATE} {AGAIN}"),
        ("", UNREADY, f"{LATE} {AGAIN}"),
        (f'sh -c "{KILL}"', UNREADY, f"{LATE} {AGAIN}"),
        ("false", READY, f"The command in LOUZU_RESTART failed with exit code 1. {ON}"),
        (
            f'sh -c "{KILL}; exit 3"',
            READY,
            f"The command in LOUZU_RESTART failed with exit code 3. {AGAIN}",
        ),
        ("sleep 60", READY, f"The command in LOUZU_RESTART did not end within 2 seconds. {ON}"),
        (
            "true",
            READY,
            f"The command in LOUZU_RESTART did not end the portal within 1 seconds. {ON}",
        ),
        (
            "/nowhere/restart",
            READY,
            f"The command in LOUZU_RESTART cannot be started (No such file or directory). {ON}",
        ),
    ],
)
def test_whatever_fails_puts_the_former_release_back(place, command, behaviour, told):
    (place.tree / "behaviour").write_text(behaviour)
    with pytest.raises(UpgradeError) as failed:
        switch(place.folders, place.restart(command), place.former, place.tree)
    assert str(failed.value) == told
    assert place.folders.current.resolve() == place.former
    place.until(lambda: place.running == "0.1.0" and is_ready(place.address))


def test_a_former_release_that_nobody_starts_is_told(place):
    place.keeps = False
    with pytest.raises(UpgradeError) as failed:
        switch(place.folders, place.restart(wait_back=1), place.former, place.tree)
    assert str(failed.value) == f"{LATE} 0.1.0 does not run either."
    assert place.folders.current.resolve() == place.former


def test_a_link_that_cannot_be_switched_ends_nothing(place):
    (place.folders.base / ".current").mkdir()
    portal = portal_of(place.home)
    with pytest.raises(UpgradeError, match=r"cannot lead to 0\.2\.0 \(.*\)\. 0\.1\.0 runs on\."):
        switch(place.folders, place.restart(), place.former, place.tree)
    assert portal_of(place.home) == portal


def test_a_link_that_cannot_be_put_back_is_told(place):
    command = f"sh -c 'mkdir {place.folders.base}/.current; false'"
    with pytest.raises(UpgradeError) as failed:
        switch(place.folders, place.restart(command), place.former, place.tree)
    assert "exit code 1. " in str(failed.value)
    assert "cannot lead to 0.1.0 (" in str(failed.value)
    assert str(failed.value).endswith("Mend that, and restart the portal.")


COMMAND_THAT_SIGNALS = f"""
test -e $LOUZU_TEST_HOME/asked && {{ {KILL}; exit; }}
touch $LOUZU_TEST_HOME/asked
kill -$1 $PPID
exec sleep 60
"""


@pytest.mark.parametrize(
    ("number", "moment", "told"),
    [
        (signal.SIGTERM, "command", f"It was asked to end (SIGTERM). {AGAIN}"),
        (signal.SIGTERM, "signal-when-ended", f"It was asked to end (SIGTERM). {AGAIN}"),
        (signal.SIGTERM, "signal-when-asked", f"It was asked to end (SIGTERM). {AGAIN}"),
        (signal.SIGHUP, "signal-when-asked", f"It was asked to end (SIGHUP). {AGAIN}"),
        (signal.SIGINT, "command", f"0.1.0 is put back.\n{AGAIN}\n"),
        (signal.SIGINT, "signal-when-ended", f"0.1.0 is put back.\n{AGAIN}\n"),
        (signal.SIGINT, "signal-when-asked", f"0.1.0 is put back.\n{AGAIN}\n"),
    ],
)
def test_a_signal_puts_the_former_release_back(place, number, moment, told, capfd):
    command, behaviour = "", f"{moment} {os.getpid()} {number:d}"
    if moment == "command":
        (place.home / "command.sh").write_text(COMMAND_THAT_SIGNALS)
        command = f"sh {place.home}/command.sh {number:d}"
    elif moment == "signal-when-ended":
        (place.former / "behaviour").write_text(behaviour)
    else:
        (place.tree / "behaviour").write_text(behaviour)
    begun = time.monotonic()
    with pytest.raises((UpgradeError, KeyboardInterrupt)) as failed:
        switch(place.folders, place.restart(command, wait=30), place.former, place.tree)
    assert time.monotonic() - begun < 30
    assert (str(failed.value) or capfd.readouterr().err) == told
    assert (failed.type is KeyboardInterrupt) == (number == signal.SIGINT)
    assert place.folders.current.resolve() == place.former
    place.until(lambda: place.running == "0.1.0" and is_ready(place.address))


@pytest.mark.parametrize(
    ("owner", "name"), [(psutil.Process, "terminate"), (time, "sleep")], ids=["end", "wait"]
)
def test_a_fault_of_the_program_puts_the_former_release_back(
    place, owner, name, monkeypatch, capfd
):
    def fail(*_arguments):
        monkeypatch.undo()
        raise MemoryError

    (place.tree / "behaviour").write_text(UNREADY)
    monkeypatch.setattr(owner, name, fail)
    with pytest.raises(MemoryError):
        switch(place.folders, place.restart(wait=20), place.former, place.tree)
    assert capfd.readouterr().err == f"0.1.0 is put back.\n{AGAIN}\n"
    assert place.folders.current.resolve() == place.former


def test_a_signal_that_nohup_ignores_stays_ignored():
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with NotedSignals() as signals:
            os.kill(os.getpid(), signal.SIGHUP)
            signals.check()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, former)


def test_only_a_supervisor_is_taken_for_the_portal(tmp_path):
    assert portal_of(tmp_path) is None
    with exclusive_lock(tmp_path, COMMAND):
        assert portal_of(tmp_path) is None
    with exclusive_lock(tmp_path, SERVE):
        assert portal_of(tmp_path).pid == os.getpid()
    assert portal_of(tmp_path) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid", "a..b", "", "::1", "\n"])
def test_where_nobody_listens_nobody_answers(host):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert not answers((host, port))
    assert not is_ready((host, port))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("sudo systemctl restart 'louzu", "LOUZU_RESTART is no command (No closing quotation)"),
        ("true \\", "LOUZU_RESTART is no command (No escaped character)"),
        ("/nowhere/restart louzu", "LOUZU_RESTART begins with “/nowhere/restart”"),
        ("''", "LOUZU_RESTART begins with “”"),
        ("/etc/passwd", "LOUZU_RESTART begins with “/etc/passwd”"),
        ("/etc", "LOUZU_RESTART begins with “/etc”"),
    ],
)
def test_a_command_that_cannot_be_run_is_refused(word, told):
    with pytest.raises(UpgradeError) as refused:
        restart_command({"LOUZU_RESTART": word})
    assert str(refused.value).startswith(told)


def test_a_command_is_split_as_by_a_shell():
    assert restart_command({"LOUZU_RESTART": "true 'a b'"}) == ["true", "a b"]
    assert restart_command({}) == []


@settings(max_examples=30)
@given(word=st.text())
def test_every_text_is_a_command_or_refused(word):
    with suppress(UpgradeError):
        assert all(isinstance(part, str) for part in restart_command({"LOUZU_RESTART": word}))
