"""``louzu upgrade`` of an installation in its folders, while something else works there.

The whole way is gone by the drill ``upgrade``."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from argparse import ArgumentTypeError
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louzu.command.releases import Folders, UpgradeError
from louzu.command.upgrade import MAX_WAIT, portal_address, require_portal, run, seconds
from louzu.server.locks import COMMAND, SERVE, exclusive_lock
from tests.architecture.site import ROOT

HOLD = """
import sys, time
from pathlib import Path
from louzu.server.locks import SERVE, exclusive_lock
with exclusive_lock(Path(sys.argv[1]), SERVE):
    print("held", flush=True)
    time.sleep(600)
"""
SOURCE = ("v0.2.0", "--from", "/nowhere")


@pytest.fixture
def home(tmp_path):
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    (made / "lock").touch()
    return made


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """An installation of this tree's ``louzu``."""
    made = Folders(tmp_path_factory.mktemp("louzu"))
    tree = made.releases / "0.1.0"
    for name in ("bin", "louzu"):
        shutil.copytree(ROOT / name, tree / name)
    shutil.copy(ROOT / "pyproject.toml", tree)
    (tree / ".venv").symlink_to((ROOT / ".venv").resolve())
    made.switch(tree)
    return made


class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        pass


@pytest.fixture(scope="module")
def port():
    """Port of a server that answers every GET with 200, as a portal that is ready does."""
    with HTTPServer(("127.0.0.1", 0), Ready) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


@pytest.fixture
def upgrade(folders, home, port):
    """``upgrade(A="b")`` returns the ended process. The release comes from a place that is not there."""

    def call(*arguments, **variables):
        given = {
            "PATH": "/usr/bin:/bin",
            "LOUZU_HOME": str(home),
            "LOUZU_HOSTS": "a.example",
            "LOUZU_PROXIES": "1",
            "PORT": str(port),
        }
        return subprocess.run(
            [folders.current / "bin" / "louzu", "upgrade", *(arguments or SOURCE)],
            env=given | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_a_command_that_works_on_the_home_is_not_ended(home, upgrade):
    with exclusive_lock(home, COMMAND):
        done = upgrade()
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"A command of louzu (process {os.getpid()}) works on {home}: wait until it has ended.\n",
    )


def test_without_a_portal_there_is_nothing_to_save(upgrade):
    done = upgrade()
    assert done.returncode == 1
    assert done.stderr.startswith("The portal does not run: ")


def test_a_second_upgrade_waits_for_the_first(home, folders, upgrade):
    with exclusive_lock(home, SERVE):
        with folders.only_upgrade():
            done = upgrade()
        assert (done.returncode, done.stdout, done.stderr) == (
            1,
            "",
            f"Another upgrade works in {folders.base}: wait until it has ended.\n",
        )
        assert "v0.2.0 could not be fetched." in upgrade().stderr


VARIABLES = {"LOUZU_HOSTS": "a.example", "LOUZU_PROXIES": "1"}


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PORT": "x"}, "PORT is “x”: write a number"),
        ({"PORT": "1"}, "The portal that runs does not answer at 127.0.0.1:1: "),
        ({"HOST": "nowhere.invalid"}, "The portal that runs does not answer at nowhere.invalid:"),
        ({"LOUZU_WEB_WORKERS": "0"}, "LOUZU_WEB_WORKERS is “0”"),
        ({"LOUZU_PROXIES": "0"}, "LOUZU_PROXIES is 0 with https on"),
        ({"LOUZU_HOSTS": ""}, "LOUZU_HOSTS is missing"),
    ],
)
def test_a_wrong_variable_is_refused(home, port, variables, told, monkeypatch):
    """With which neither the new release would start nor the former one start again."""
    given = {"LOUZU_HOME": str(home), "PORT": str(port)} | VARIABLES | variables
    for name in [name for name in os.environ if name.startswith("LOUZU_")]:
        monkeypatch.delenv(name)
    for name, word in given.items():
        monkeypatch.setenv(name, word)
    with pytest.raises(ImproperlyConfigured) as refused:
        portal_address()
    assert str(refused.value).startswith(told)
    if "PORT" not in variables:
        monkeypatch.setenv("HOST", "127.0.0.1")
        monkeypatch.setenv("LOUZU_WEB_WORKERS", "1")
        for name, word in VARIABLES.items():
            monkeypatch.setenv(name, word)
        assert portal_address() == ("127.0.0.1", port)


def test_a_wrong_restart_command_is_refused_before_anything_is_done(home, upgrade):
    with exclusive_lock(home, SERVE):
        done = upgrade(LOUZU_RESTART="sudo systemctl restart 'louzu")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "LOUZU_RESTART is no command (No closing quotation): write it as in a shell.\n",
    )


@pytest.mark.parametrize(
    ("option", "word", "told"),
    [
        *[
            ("--wait", word, "write seconds from 1 to 3600")
            for word in ("nan", "-1", "0", "inf", "1e300", "x", "")
        ],
        ("--wheels", "/nowhere/wheels", "there is no such folder"),
    ],
)
def test_a_wrong_option_is_refused(option, word, told, capsys):
    with pytest.raises(SystemExit) as refused:
        run(["v0.2.0", f"{option}={word}"])
    assert refused.value.code == 2
    assert told in capsys.readouterr().err


@given(word=st.one_of(st.floats().map(str), st.integers().map(str), st.text()))
def test_seconds_are_a_number_to_wait_for(word):
    try:
        value = seconds(word)
    except ArgumentTypeError:
        return
    assert 1 <= value <= MAX_WAIT


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.binary(), st.text().map(str.encode), st.integers().map(b"%d serve".__mod__))
)
def test_a_lock_with_other_words_in_it_is_still_held(home, text):
    with exclusive_lock(home, SERVE):
        (home / "lock").write_bytes(text)
        with pytest.raises(UpgradeError) as refused:
            require_portal(home)
    assert str(refused.value).startswith(f"Somebody holds the lock of {home}, but {home}/lock ")
    with pytest.raises(UpgradeError, match="The portal does not run"):
        require_portal(home)


def test_a_restart_command_that_fails_leaves_the_portal_as_it_is(home, folders, upgrade):
    """The whole way, to a release whose migrations are none."""
    tree = folders.releases / "0.2.0"
    (tree / "bin").mkdir(parents=True)
    (tree / "Makefile").write_text("install:\n")
    (tree / "bin" / "louzu").write_text("#!/bin/sh\n")
    (tree / "bin" / "louzu").chmod(0o755)
    former = folders.releases / "0.1.0"
    portal = subprocess.Popen(
        [former / ".venv" / "bin" / "python", "-c", HOLD, home],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        with portal:
            assert portal.stdout.readline() == "held\n"
            done = upgrade(*SOURCE, "--no-backup", "--wait", "1", LOUZU_RESTART="false")
            portal.kill()
    finally:
        shutil.rmtree(tree)
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "0.1.0 is put back.\nThe command in LOUZU_RESTART failed with exit code 1. 0.1.0 runs on.\n",
    )
    assert folders.current.resolve().name == "0.1.0"
