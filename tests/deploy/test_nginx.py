"""``deploy/nginx/louzu.conf`` with a real nginx in front of a real gunicorn."""

from __future__ import annotations

import os
import subprocess

import pytest
import requests

from tests.architecture.site import ROOT
from tests.deploy import portal as behind

CONFIGURATION = ROOT / "deploy/nginx/louzu.conf"
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/louzu.conf;
}}
"""


class Nginx:
    """nginx with our file, on other ports and with a certificate of our own."""

    def __init__(self, folder, backend, *, slow="10s"):
        self.program = behind.require_program("nginx")
        self.port, self.plain_port = behind.free_port(), behind.free_port()
        self.main = folder / "nginx.conf"
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen [::]:443 ssl http2;": "",
            "/etc/letsencrypt/live/portal.example.org": str(folder),
            "127.0.0.1:8000": f"127.0.0.1:{backend}",
            "client_header_timeout 10s": f"client_header_timeout {slow}",
        }
        text = CONFIGURATION.read_text()
        for ours, here in changes.items():
            assert ours in text
            text = text.replace(ours, here)
        (folder / "louzu.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        self.main.write_text(MAIN.format(folder=folder, user=user))
        behind.make_certificate(folder)

    @property
    def command(self):
        return [self.program, "-c", str(self.main)]

    def running(self):
        return behind.running(self.command, self.port)


@pytest.fixture(scope="module")
def nginx(request, tmp_path_factory):
    behind.require_program("nginx")
    portal = request.getfixturevalue("portal")
    made = Nginx(tmp_path_factory.mktemp("nginx"), portal, slow="1s")
    with made.running():
        yield made


def test_nginx_finds_nothing_wrong(tmp_path):
    command = Nginx(tmp_path, 8000).command
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert (done.returncode, "[warn]" in done.stderr) == (0, False), done.stderr


def test_the_portal_answers_and_what_a_client_says_of_itself_is_overwritten(nginx):
    assert behind.ask(nginx.port, "/healthz").text == "ok\n"
    seen = behind.ask(nginx.port, behind.LISTED, headers=behind.FORGED).json()
    assert (seen["HTTP_HOST"], seen["HTTP_X_FORWARDED_FOR"]) == (behind.HOST, "127.0.0.1")
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"
    assert len(seen["HTTP_X_REQUEST_ID"]) == 32
    gone = {"HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED"}
    assert not gone & seen.keys()


def test_without_tls_the_way_to_it_is_shown(nginx):
    url = f"http://127.0.0.1:{nginx.plain_port}/b/114/"
    found = requests.get(url, headers={"Host": behind.HOST}, allow_redirects=False, timeout=5)
    assert (found.status_code, found.headers["Location"]) == (
        308,
        f"https://{behind.HOST}/b/114/",
    )


def test_a_form_as_large_as_the_portal_takes_passes_and_a_larger_one_is_refused(nginx, settings):
    body = b"x" * 3_000_000
    assert behind.ask(nginx.port, behind.LISTED, method="POST", data=body).json()["length"] == (
        len(body)
    )
    assert behind.announce(nginx.port, settings.MAX_REQUEST_BYTES + 1) == (
        "HTTP/1.1 413 Request Entity Too Large"
    )
    assert f"client_max_body_size {settings.MAX_REQUEST_BYTES >> 20}m;" in CONFIGURATION.read_text()


def test_slow_clients_hold_no_thread_and_are_cut_off(nginx, portal):
    with behind.slow_clients(nginx.port, tls=True) as wires:
        assert behind.ask(nginx.port, "/healthz").status_code == 200
        assert all(map(behind.was_cut, wires[:3]))
    with behind.slow_clients(portal, tls=False), pytest.raises(requests.Timeout):  # hence the proxy
        requests.get(f"http://127.0.0.1:{portal}/healthz", timeout=1)


def test_while_the_portal_is_away_a_page_says_so(tmp_path):
    alone = Nginx(tmp_path, behind.free_port())
    with alone.running():
        found = behind.ask(alone.port, "/")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "15")
    found.encoding = "utf-8"
    assert "马上回来" in found.text
