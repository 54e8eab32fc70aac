"""A real gunicorn with the portal, and what a proxy in front of it must do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import requests
import urllib3

HOST = "portal.example.org"
LISTED = "/headers-as-the-portal-sees-them/"
"""An address beside the portal's, of which the answer is the request's headers."""
FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example.org",
    "X-Real-IP": "203.0.113.9",
    "X-Request-ID": "forged",
    "Forwarded": "for=203.0.113.9",
}
THREADS = 2


def make_application():
    """Return the portal as WSGI, with one more address."""
    from louzu.wsgi import application as portal  # noqa: PLC0415 -- in gunicorn only

    def application(environ, start_response):
        if environ["PATH_INFO"] != LISTED:
            return portal(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        found = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
        return [json.dumps({"length": len(environ["wsgi.input"].read())} | found).encode()]

    return application


def require_program(name: str) -> str:
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if path is None:
        pytest.skip(f"The program {name} is missing.")
    return path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **variables: str) -> Iterator[None]:
    """Start a server and wait until it takes connections."""
    process = subprocess.Popen(command, env=os.environ | variables)
    deadline = time.monotonic() + 60
    try:
        while not _is_open(port):
            assert process.poll() is None, "The server ended."
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def running_portal() -> Iterator[int]:
    """Yield the port. There are two threads only: a few slow clients hold them all."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.deploy.portal:make_application()"]
    command += [f"--bind=127.0.0.1:{port}", "--worker-class=gthread", f"--threads={THREADS}"]
    command += ["--preload", "--graceful-timeout=1", "--log-level=error", "--no-control-socket"]
    with running(
        command,
        port,
        DJANGO_SETTINGS_MODULE="tests.settings",
        LOUZU_HTTPS="1",
        LOUZU_PROXIES="1",
        LOUZU_HOSTS=HOST,
    ):
        yield port


def make_certificate(folder) -> None:
    command = [require_program("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days=1"]
    command += ["-pkeyopt", "ec_paramgen_curve:P-256", f"-subj=/CN={HOST}"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


def ask(port: int, path: str, *, headers=None, data=None, method="GET") -> requests.Response:
    """Ask through TLS, whatever the certificate."""
    urllib3.disable_warnings()
    with requests.Session() as session:
        session.mount("https://", _ByName())
        headers = {"Host": HOST} | (headers or {})
        url = f"https://127.0.0.1:{port}{path}"
        return session.request(method, url, headers=headers, data=data, verify=False, timeout=5)


class _ByName(requests.adapters.HTTPAdapter):
    """Name the host in the TLS handshake, though the address is this machine's."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs, server_hostname=HOST, assert_hostname=False)


def announce(port: int, length: int) -> str:
    """Announce a body of this length, send none, and return the first line of the answer."""
    with _connected(port, tls=True) as wire:
        wire.sendall(_head("POST", f"Content-Length: {length}\r\n\r\n"))
        return wire.recv(1000).partition(b"\r\n")[0].decode()


@contextmanager
def slow_clients(port: int, *, tls: bool) -> Iterator[list[socket.socket]]:
    """Three clients that do not end their headers, and three that do not end their body."""
    with ExitStack() as stack:
        wires = [stack.enter_context(_connected(port, tls=tls)) for _client in range(6)]
        for wire in wires[:3]:
            wire.sendall(_head("GET", "X-Slow: "))
        for wire in wires[3:]:
            wire.sendall(_head("POST", "Content-Length: 1000\r\n\r\nslow"))
        yield wires


def was_cut(wire: socket.socket) -> bool:
    """Return whether the server ends the connection within five seconds."""
    wire.settimeout(5)
    try:
        while wire.recv(1000):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def _connected(port: int, *, tls: bool) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=5)
    if not tls:
        return wire
    context = ssl._create_unverified_context()  # noqa: S323 -- our own certificate
    return context.wrap_socket(wire, server_hostname=HOST)


def _head(method: str, more: str) -> bytes:
    return f"{method} {LISTED} HTTP/1.1\r\nHost: {HOST}\r\n{more}".encode()


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
