"""A real gunicorn with the portal's worker, and clients that are slow or break off."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from louzu.server import web_worker
from tests.architecture.site import ROOT

APP = """
import time
from louzu.server import web_worker
web_worker.HEADER_SECONDS, web_worker.BODY_SECONDS = 2.0, 3.0

def app(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['PATH_INFO']} {len(body)} {hash(body)}".encode()]
"""
SLOW = 50
"""Slow clients of each kind. The worker of these tests has two threads."""


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    (folder / "echo_app.py").write_text(APP)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "echo_app:app", "--chdir", str(folder)]
    command += ["--pythonpath", str(ROOT), "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    command += ["--worker-class", "louzu.server.web_worker.CollectingWorker"]
    command += ["--no-control-socket", "--log-level", "warning", "--graceful-timeout", "2"]
    gunicorn = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port)
        yield port
    finally:
        gunicorn.terminate()
        assert gunicorn.wait(20) == 0


def wait_for(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("gunicorn does not listen")


def opened(port, *sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    for part in sent:
        client.sendall(part)
    return client


def header(path: str, length: int | None = None, *more: str) -> bytes:
    lines = [f"{'GET' if length is None else 'POST'} {path} HTTP/1.1", "Host: localhost", *more]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode()


def answer_on(client: socket.socket) -> str:
    """Return everything until the server closes the connection."""
    received = b""
    while part := client.recv(65536):
        received += part
    client.close()
    return received.decode()


CLOSE = "Connection: close"


def test_requests_arrive_whole_in_pieces_and_one_after_the_other(port):
    body = bytes(range(256)) * 4096  # a megabyte, more than is kept in memory
    client = opened(port, header("/one", len(body), CLOSE))
    for start in range(0, len(body), 300_000):
        client.sendall(body[start : start + 300_000])
    assert f"/one {len(body)} " in answer_on(client)

    pipelined = header("/two", 3) + b"abc" + header("/three", 70_000) + b"x" * 70_000
    both = answer_on(opened(port, pipelined + header("/four", None, CLOSE)))
    assert [path in both for path in ("/two 3 ", "/three 70000 ", "/four 0 ")] == [True] * 3

    client = opened(port, header("/five", 4, CLOSE, "Expect: 100-continue"))
    assert client.recv(100).startswith(b"HTTP/1.1 100 ")
    client.sendall(b"done")
    assert "/five 4 " in answer_on(client)


def test_a_body_that_ends_before_its_announced_length_is_refused(port):
    client = opened(port, header("/short", 100), b"only this")
    client.shutdown(socket.SHUT_WR)
    answer = answer_on(client)
    assert (answer.startswith("HTTP/1.1 400 "), "/short" in answer) == (True, False)


def test_slow_clients_take_no_thread_and_are_sent_away(port):
    slow = [opened(port, b"GET / HT") for _one in range(SLOW)]
    slow += [opened(port, header("/", 1000), b"a bit") for _one in range(SLOW)]
    silent = opened(port)
    assert "/meanwhile 0 " in answer_on(opened(port, header("/meanwhile", None, CLOSE)))
    assert {answer_on(client)[:12] for client in slow} == {"HTTP/1.1 408"}
    assert answer_on(silent) == ""


def test_a_header_without_end_is_refused(port):
    client = opened(port, b"GET / HTTP/1.1\r\n")
    client.sendall(b"X: " + b"x" * web_worker.MAX_HEADER_BYTES)
    answer = b""
    with suppress(ConnectionResetError):  # the server did not read all of it
        answer = client.recv(65536)
    client.close()
    assert answer in {b"", web_worker.CollectingWorker.answers[431]}
