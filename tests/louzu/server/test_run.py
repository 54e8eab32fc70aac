"""The supervisor with real children: one portal for the whole module, started by ``bin/louzu serve``.

The tests stand in the order in which they use it. Each leaves it running."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import psutil
import psycopg
import pytest

from louzu.server.locks import SERVE, exclusive_lock, lock_holder
from louzu.server.prepare import LOCK_ID
from tests.architecture.site import ROOT
from tests.portal import Portal, until

GUNICORN = "gunicorn"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    made = Portal(tmp_path_factory.mktemp("portal"), port)
    made.fill()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def running(portal):
    portal.welcome = portal.start()
    return portal


@pytest.fixture
def clients(running):
    """Clients that ask for pages all the time; afterwards, how each request ended."""
    counts: Counter[str | int] = Counter()
    stop = threading.Event()

    def ask():
        while not stop.wait(0.02):
            try:
                counts[running.page("/healthz")[0]] += 1
            except (OSError, http.client.HTTPException) as error:
                counts[repr(error)] += 1

    threads = [threading.Thread(target=ask) for _client in range(4)]
    for thread in threads:
        thread.start()

    def ended():
        stop.set()
        for thread in threads:
            thread.join()
        return counts

    yield ended
    ended()


def test_a_new_portal_tells_what_comes_first(running):
    told = running.welcome
    assert f"louzu is at http://127.0.0.1:{running.port}  (Ctrl-C stops it)\n" in told
    assert "It answers to 127.0.0.1 only." in told
    assert "Nobody can sign in yet" in told
    assert "bin/louzu manage createsuperuser" in told
    assert "“How a committee begins”" in told
    assert "## How a committee begins" in (ROOT / "docs/operations.md").read_text()
    assert running.page()[0] == 200
    holder = lock_holder(running.home)
    assert (holder.process.pid, holder.kind) == (running.process.pid, SERVE)


def test_a_header_that_only_a_proxy_may_send_is_not_believed(running):
    """Gunicorn must leave it to Django, which believes it only with LOUZU_PROXIES."""
    _status, text = running.page("/", **{"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"})
    assert re.search(rf'property="og:\w+" content="http://127\.0\.0\.1:{running.port}/', text)


def test_check_finds_only_what_this_portal_lacks(running):
    """It speaks no TLS. Fonts and backups may be missing, too."""
    running.await_workers()
    done = subprocess.run(
        [ROOT / "bin/louzu", "check"],
        env=running.environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("- ")]
    expected = "- LOUZU_HTTPS is 0: passwords cross the network in the clear."
    assert [line for line in told if not re.search("(?i)font|backup", line)] == [expected]
    assert done.returncode == 1


def test_code_is_loaded_again_without_a_refused_request(running, clients):
    gunicorn, worker = running.child(GUNICORN), running.child("--queues once")
    running.process.send_signal(signal.SIGHUP)
    running.await_another(GUNICORN, gunicorn)
    running.await_another("--queues once", worker)
    until(lambda: not gunicorn.is_running())
    counts = clients()
    assert set(counts) == {200}, counts
    assert counts[200] > 10
    assert "The code was loaded again." in running.told()


def test_code_that_does_not_start_is_not_used(running, clients):
    """The lock of the preparation is held, and its process is killed when it waits for it."""
    gunicorn, since = running.child(GUNICORN), len(running.told())
    with psycopg.connect(running.server.url) as wire:
        wire.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ID])
        running.process.send_signal(signal.SIGHUP)
        until(lambda: "Another process migrates" in running.told())
        running.child("louzu.server.prepare").kill()
        until(lambda: "The new code is not used" in running.told()[since:])
    assert running.child(GUNICORN).pid == gunicorn.pid
    assert set(clients()) == {200}


def test_killed_gunicorn_is_started_again_and_nobody_is_refused(running, clients):
    """Who connects meanwhile waits: the supervisor keeps the socket."""
    gunicorn = running.child(GUNICORN)
    workers = gunicorn.children()
    gunicorn.kill()
    running.await_another(GUNICORN, gunicorn)
    psutil.wait_procs(workers, 30)
    assert [one for one in workers if one.is_running()] == []
    assert running.page()[0] == 200
    assert set(clients()) == {200}


def test_killed_workers_and_a_killed_database_are_started_again(running):
    worker = running.child("--queues once")
    worker.kill()
    running.await_another("--queues once", worker)
    postgres = running.child("postgres")
    postgres.kill()
    running.await_another("postgres", postgres)
    running.await_pages()
    running.await_workers()


def test_when_the_supervisor_is_killed_the_next_start_has_the_port(running):
    left = psutil.Process(running.process.pid).children(recursive=True)
    running.process.kill()
    running.process.wait()
    running.start()
    assert running.page()[0] == 200
    assert [one for one in left if one.is_running()] == []


def test_a_request_that_is_being_answered_is_finished_before_it_stops(running):
    children = psutil.Process(running.process.pid).children(recursive=True)
    gunicorn = running.child(GUNICORN)
    body = (
        b"a=" + b"b" * 500_000
    )  # of which all but the last byte gives it more than a minute to arrive
    head = f"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with socket.create_connection(("127.0.0.1", running.port), timeout=60) as client:
        client.sendall(head.encode() + body[:-1])
        assert running.page("/healthz")[0] == 200  # the other request is being read by now
        running.process.send_signal(signal.SIGTERM)
        until(lambda: len(_living(gunicorn)) == 1)  # the worker that has nothing to do ended
        client.sendall(body[-1:])
        answer = client.recv(100).decode()
    assert answer.startswith("HTTP/1.1 403")  # the form has no token
    assert running.process.wait(30) == 0
    assert [child for child in children if child.is_running()] == []
    assert running.told().endswith("\nStopped.\n")


def _living(gunicorn):
    return [one for one in gunicorn.children() if one.is_running()]


# What keeps it from starting is told in one sentence.


@pytest.fixture
def surroundings(tmp_path):
    """The environment of ``make run``, without variables of the tests."""
    kept = {name: os.environ[name] for name in os.environ if not name.startswith("LOUZU_")}
    ours = {"LOUZU_HOME": str(tmp_path / "home"), "LOUZU_DEMO": "1", "PORT": "8199"}
    return kept | ours | {"DJANGO_SETTINGS_MODULE": "louzu.settings"}


def refusal_of(surroundings):
    command = [sys.executable, "-m", "louzu.server"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    return done.stderr


def test_a_taken_port_is_told_in_one_sentence(surroundings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert refusal_of(surroundings | {"PORT": str(port)}) == (
            f"Port {port} on 127.0.0.1 cannot be had (Address already in use):"
            f" choose another, such as PORT={port + 1}.\n"
        )


def test_a_second_copy_is_told_in_one_sentence(surroundings):
    home = Path(surroundings["LOUZU_HOME"])
    with exclusive_lock(home, SERVE):
        assert refusal_of(surroundings) == (
            f"Another louzu runs on {home} already: stop it, or set LOUZU_HOME to another folder.\n"
        )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "http"}, "PORT is “http”: write a number from 1 to 65535.\n"),
        ({"PORT": "65536"}, "PORT is “65536”: write a number from 1 to 65535.\n"),
        ({"LOUZU_WEB_WORKERS": "0"}, "LOUZU_WEB_WORKERS is “0”: write a number, 1 or more.\n"),
        (
            {"LOUZU_HOME": "/dev/null/home"},
            (
                "/dev/null/home cannot be written (Not a directory):"
                " set LOUZU_HOME to a folder that can.\n"
            ),
        ),
        (
            {"LOUZU_DEMO": "0"},
            "LOUZU_HOSTS is missing: name the hosts this portal answers to, separated by commas.\n",
        ),
        (
            {"LOUZU_DEMO": "0", "LOUZU_HOSTS": "a.example", "LOUZU_PROXIES": "0"},
            (
                "LOUZU_PROXIES is 0 with https on: this server speaks no TLS itself, so write how many"
                " proxies stand in front, or LOUZU_HTTPS=0.\n"
            ),
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(surroundings, variables, sentence):
    assert refusal_of(surroundings | variables) == sentence


def test_a_database_that_is_not_there_is_told_in_one_sentence(surroundings):
    url = "postgres://nobody@127.0.0.1:1/nowhere"
    found = refusal_of(surroundings | {"LOUZU_DATABASE_URL": url})
    assert found.startswith("The database cannot be reached: ")
    assert found.endswith("Connection refused\n")


def test_real_data_are_refused_to_the_demo(running):
    """The database of this module was marked as a real one by its first start."""
    running.stop()
    demo = {"LOUZU_DEMO": "1", "LOUZU_HOME": str(running.home), "PORT": str(running.port)}
    told = refusal_of({**running.environment, **demo})
    assert told.startswith("This database holds a real portal, not the demo: ")


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
