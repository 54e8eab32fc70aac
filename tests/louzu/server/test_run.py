"""``python -m louzu.server`` as used in a terminal."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from louzu.server.postgres import Server, exclusive_lock
from tests.architecture.site import ROOT

BEATING = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
COMMAND = [sys.executable, "-m", "louzu.server"]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def surroundings(tmp_path, port):
    """The environment of ``make run``, without variables of the tests."""
    home = tmp_path / "home"
    ours = {name: os.environ[name] for name in os.environ if not name.startswith("LOUZU_")}
    yield ours | {
        "LOUZU_HOME": str(home),
        "LOUZU_DEMO": "1",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "louzu.settings",
    }
    Server(home).remove()


def refusal_of(surroundings):
    done = subprocess.run(COMMAND, env=surroundings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


@pytest.fixture
def run(surroundings):
    """``run()`` starts the portal and returns it after it has printed its URL."""
    started = []

    def start():
        portal = subprocess.Popen(COMMAND, env=surroundings, stdout=subprocess.PIPE, text=True)
        started.append(portal)
        texts = []
        for line in portal.stdout:
            texts.append(line)
            if "neighbour" in line:
                return portal, "".join(texts)
        pytest.fail("The portal did not start.")

    yield start
    for portal in started:
        portal.kill()
        portal.wait()
        portal.stdout.close()


def page(port):
    """Return the status. 503 comes after ten seconds without a database connection."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status
    finally:
        asked.close()


def public_notice(port, headers):
    """Return the page of a public notice, with its URL as the portal prints it."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", "/b/114/")
        (place, *_more) = re.findall(
            r'href="(/b/114/notices/\d+/)"', asked.getresponse().read().decode()
        )
        asked.request("GET", place, headers=headers)
        return asked.getresponse().read().decode()
    finally:
        asked.close()


def children_of(portal, word):
    """Return the living children whose command has this word."""
    running = [c for c in psutil.Process(portal.pid).children() if c.status() != "zombie"]
    return [child for child in running if word in " ".join(child.cmdline())]


def child_of(portal, word):
    """Wait for the only child whose command has this word: workers start after gunicorn answers."""
    while not (found := children_of(portal, word)):
        time.sleep(0.1)
    (child,) = found
    return child


def await_pages(port):
    statuses = []
    while statuses[-4:] != [200] * 4:  # each pooled connection fails once
        assert len(statuses) < 100
        time.sleep(0.1)
        statuses.append(page(port))


def await_workers(portal, home):
    """Wait until both workers have sent a heartbeat since now, and are still the same processes."""
    with psycopg.connect(Server(Path(home)).url, autocommit=True) as wire:
        for _turn in range(10):
            pids = {child_of(portal, f"--queues {first}").pid for first in ("once", "many")}
            (since,) = wire.execute("SELECT clock_timestamp()").fetchone()
            while wire.execute(BEATING, [since]).fetchone() < (len(pids),):
                time.sleep(0.2)
            if pids == {child.pid for child in children_of(portal, "manage.py work")}:
                return
    pytest.fail("Workers keep ending.")


def kill_and_await_another(portal, word):
    killed = child_of(portal, word)
    killed.kill()
    while (found := children_of(portal, word)) in ([], [killed]):
        time.sleep(0.1)
    assert len(found) == 1


def test_a_taken_port_is_told_in_one_sentence(surroundings, port):
    with socket.create_server(("127.0.0.1", port)):
        assert refusal_of(surroundings) == (
            f"Port {port} on 127.0.0.1 cannot be had (Address already in use):"
            f" choose another, such as PORT={port + 1}.\n"
        )


@pytest.mark.parametrize("word", ["http", "0", "65536", "-1"])
def test_a_wrong_port_is_told_in_one_sentence(surroundings, word):
    found = refusal_of(surroundings | {"PORT": word})
    assert found == f"PORT is “{word}”: write a number from 1 to 65535.\n"


def test_a_second_copy_is_told_in_one_sentence(surroundings):
    home = Path(surroundings["LOUZU_HOME"])
    with exclusive_lock(home):
        assert refusal_of(surroundings) == (
            f"Another louzu runs on {home} already: stop it, or set LOUZU_HOME to another folder.\n"
        )


def test_a_home_that_cannot_be_written_is_told_in_one_sentence(surroundings, tmp_path):
    (tmp_path / "file").touch()
    assert refusal_of(surroundings | {"LOUZU_HOME": f"{tmp_path}/file/home"}) == (
        f"{tmp_path}/file/home cannot be written (Not a directory):"
        " set LOUZU_HOME to a folder that can.\n"
    )


def test_a_missing_setting_is_told_in_one_sentence(surroundings):
    assert refusal_of(surroundings | {"LOUZU_DEMO": "0"}) == (
        "LOUZU_HOSTS is missing: name the hosts this portal answers to, separated by commas.\n"
    )


def test_https_without_a_proxy_is_told_in_one_sentence(surroundings):
    real = {"LOUZU_DEMO": "0", "LOUZU_HOSTS": "portal.example.org"}
    found = refusal_of(surroundings | real)
    assert found.startswith("LOUZU_PROXIES is missing: write how many proxies stand in front")
    found = refusal_of(surroundings | real | {"LOUZU_PROXIES": "0"})
    assert found.startswith("LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself")
    assert found.count("\n") == 1


def test_a_database_that_is_not_there_is_told_in_one_sentence(surroundings, port):
    url = f"postgres://nobody@127.0.0.1:{port}/nowhere"
    found = refusal_of(surroundings | {"LOUZU_DATABASE_URL": url})
    assert found.startswith("The database cannot be reached: ")
    assert found.endswith("Connection refused\n")
    assert found.count("\n") == 1


def test_it_runs_tells_who_can_sign_in_and_stands_again_whatever_ends_it(run, port, surroundings):
    """One test, because migrating and filling an empty database takes longer than all its starts."""
    portal, text = run()
    assert text.startswith("Building 114 is filled.\n")
    assert f"louzu is at http://127.0.0.1:{port}  (Ctrl-C stops it)\n" in text
    assert [name for name in ("leader", "elder", "staff", "neighbour") if name not in text] == []
    assert page(port) == 200
    found = public_notice(port, {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"})
    assert f'<meta property="og:url" content="http://127.0.0.1:{port}/' in found
    children = psutil.Process(portal.pid).children(recursive=True)
    portal.send_signal(signal.SIGTERM)
    assert portal.wait(30) == 0
    assert [child for child in children if child.is_running()] == []
    assert_that_it_is_refused_to_real_people(surroundings)

    portal, text = run()
    assert "is filled" not in text
    child_of(portal, "gunicorn").kill()
    assert portal.wait(30) == 1

    portal, _said = run()
    kill_and_await_another(portal, "--queues once")
    await_workers(portal, surroundings["LOUZU_HOME"])
    child_of(portal, "postgres").kill()
    await_pages(port)
    await_workers(portal, surroundings["LOUZU_HOME"])

    portal.kill()
    portal.wait()
    portal, _said = run()
    assert page(port) == 200
    portal.send_signal(signal.SIGINT)
    assert portal.wait(30) == 0


def assert_that_it_is_refused_to_real_people(surroundings):
    real = {"LOUZU_DEMO": "0", "LOUZU_HOSTS": "portal.example.org", "LOUZU_PROXIES": "1"}
    assert refusal_of(surroundings | real) == (
        "This database holds the demo, whose passwords everybody knows: set LOUZU_HOME or"
        " LOUZU_DATABASE_URL to an empty place, or start the demo with make run.\n"
    )


def test_a_real_portal_that_is_empty_tells_what_comes_first(surroundings):
    real = surroundings | {"LOUZU_DEMO": "0", "LOUZU_HTTPS": "0", "LOUZU_HOSTS": "a.example"}
    portal = subprocess.Popen(COMMAND, env=real, stdout=subprocess.PIPE, text=True)
    texts = [portal.stdout.readline() for _line in range(5)]
    portal.send_signal(signal.SIGTERM)
    portal.communicate()
    assert "It answers to a.example only." in texts[1]
    assert "Nobody can sign in yet" in texts[2]
    assert "bin/louzu manage createsuperuser" in texts[3]
    assert "“How a committee begins”" in texts[4]
    assert "## How a committee begins" in (ROOT / "docs/operations.md").read_text()


@pytest.mark.parametrize("python", [sys.executable, f"{sys.executable} -S"])
def test_the_command_line_tells_in_one_sentence_what_is_missing(surroundings, python):
    """With settings that are wrong, and without the packages (``-S``)."""
    done = subprocess.run(
        [*python.split(), str(ROOT / "manage.py"), "createsuperuser"],
        env=surroundings | {"LOUZU_DEMO": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    expected = "Django is missing" if "-S" in python else "LOUZU_HOSTS is missing"
    assert done.returncode == 1
    assert done.stderr.startswith(expected)
    assert done.stderr.count("\n") == 1
