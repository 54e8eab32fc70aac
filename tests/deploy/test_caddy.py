"""``deploy/caddy/Caddyfile`` with a real Caddy in front of a real gunicorn."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.architecture.site import ROOT
from tests.deploy import portal as behind

CONFIGURATION = ROOT / "deploy/caddy/Caddyfile"


@pytest.fixture(scope="module")
def program():
    return behind.require_program("caddy")


@pytest.fixture(scope="module")
def caddy(program, request, tmp_path_factory):
    """The port of a Caddy with our file, on another port and with a certificate of our own."""
    folder, port = tmp_path_factory.mktemp("caddy"), behind.free_port()
    behind.make_certificate(folder)
    backend = request.getfixturevalue("portal")
    changes = {
        "{$LOUZU_HOST:portal.example.org} {": f"https://portal.example.org:{port} {{\n\tbind 127.0.0.1\n"
        f"\ttls {folder}/fullchain.pem {folder}/privkey.pem",
        "{\n\tservers": "{\n\tadmin off\n\tauto_https disable_redirects\n\tservers",
    }
    text = CONFIGURATION.read_text()
    for ours, here in changes.items():
        assert ours in text
        text = text.replace(ours, here)
    if _version(program) < (2, 7):
        text = text.replace("request_buffers 140MiB", "buffer_requests")
    (folder / "Caddyfile").write_text(text)
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    upstream = f"127.0.0.1:{backend}"
    with behind.running(command, port, HOME=str(folder), LOUZU_UPSTREAM=upstream):
        yield port


def _version(program):
    shown = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", shown)[:2]))


def test_the_portal_answers_and_what_a_client_says_of_itself_is_overwritten(caddy):
    assert behind.ask(caddy, "/healthz").text == "ok\n"
    seen = behind.ask(caddy, behind.LISTED, headers=behind.FORGED).json()
    assert (seen["HTTP_HOST"], seen["HTTP_X_FORWARDED_FOR"]) == (behind.HOST, "127.0.0.1")
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"
    assert "forged" not in seen["HTTP_X_REQUEST_ID"]
    gone = {"HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED"}
    assert not gone & seen.keys()


def test_slow_clients_hold_no_thread(caddy):
    with behind.slow_clients(caddy, tls=True):
        assert behind.ask(caddy, "/healthz").status_code == 200


def test_the_limit_is_the_portals(settings):
    assert f"max_size {settings.MAX_REQUEST_BYTES >> 20}MiB" in CONFIGURATION.read_text()
