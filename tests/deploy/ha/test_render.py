"""The configuration of a cluster renders, and the programs that read it find no fault in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev.drills.ha.cluster import PASSWORDS, PATRONI
from tests.architecture.site import ROOT

DEPLOY = ROOT / "deploy/ha"
PASSWORD = "s3cret" * 4


def fill_in(folder: Path, **values: str) -> Path:
    """Fill in the file of addresses as an operator does."""
    text = (DEPLOY / "cluster.env").read_text()
    given = {f"{name}_PASSWORD": PASSWORD for name in PASSWORDS}
    for name, value in (given | values).items():
        text = re.sub(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
    path = folder / "cluster.env"
    path.write_text(text)
    return path


def render(cluster: Path, folder: Path, node: str = "n2"):
    command = [sys.executable, DEPLOY / "render.py", cluster, node, folder]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def node(tmp_path):
    """The rendered configuration of the second node, with certificates."""
    addresses = ("n1=10.0.0.1", "n2=10.0.0.2", "n3=10.0.0.3")
    subprocess.run([DEPLOY / "certificates.sh", tmp_path / "tls", *addresses], check=True)
    cluster = fill_in(tmp_path, TLS=str(tmp_path / "tls"), DATA=str(tmp_path / "data"))
    assert render(cluster, tmp_path / "n2").returncode == 0
    return tmp_path / "n2"


def needs(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    return path or pytest.skip(f"{program} is not installed")


def test_every_file_renders_and_only_its_owner_reads_it(node):
    assert {file.name for file in node.iterdir()} == {
        file.name for file in (DEPLOY / "templates").iterdir()
    }
    for file in node.iterdir():
        assert not file.stat().st_mode & 0o077, file
        assert "${" not in file.read_text()
    with_passwords = {file.name for file in node.iterdir() if PASSWORD in file.read_text()}
    assert with_passwords == {"passwords.env", "userlist.txt"}


def test_a_file_that_was_rendered_before_becomes_private(node):
    (node / "passwords.env").chmod(0o644)
    assert render(node.parent / "cluster.env", node).returncode == 0
    assert not (node / "passwords.env").stat().st_mode & 0o077


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"OWNER_PASSWORD": ""}, "OWNER_PASSWORD is empty in "),
        ({"APP_PASSWORD": 'a"b' * 9}, "APP_PASSWORD must be 16 or more letters and digits"),
        ({"APP_PASSWORD": "short"}, "APP_PASSWORD must be 16 or more letters and digits"),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(tmp_path, values, sentence):
    done = render(fill_in(tmp_path, **values), tmp_path / "n2")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)


def test_a_node_that_is_not_one_is_refused(tmp_path):
    assert "There is no node n4" in render(fill_in(tmp_path), tmp_path / "n4", "n4").stderr


def test_haproxy_accepts_its_configuration(node):
    command = [needs("haproxy"), "-c", "-q", "-f", node / "haproxy.cfg"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_certificate_is_of_this_cluster_and_its_node(node):
    openssl, tls = needs("openssl"), node.parent / "tls"
    check = [openssl, "verify", "-CAfile", tls / "ca.crt", "-verify_ip", "10.0.0.2"]
    assert (
        subprocess.run([*check, tls / "n2.crt"], check=False, capture_output=True).returncode == 0
    )
    other = subprocess.run([*check, tls / "n1.crt"], check=False, capture_output=True)
    assert other.returncode != 0


@pytest.mark.slow
def test_patroni_accepts_its_configuration(node):
    if not (PATRONI / "bin/patroni").exists():
        pytest.skip("Patroni is not installed: make drill-ha installs it")
    command = [PATRONI / "bin/patroni", "--validate-config", "--ignore-listen-port"]
    lines = (node / "passwords.env").read_text().splitlines()
    environment = {**os.environ, **dict(line.split("=", 1) for line in lines)}
    done = subprocess.run(
        [*command, node / "patroni.yml"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_systemd_knows_every_key_of_the_unit():
    command = [needs("systemd-analyze"), "--man=no", "verify", DEPLOY / "patroni.service"]
    said = subprocess.run(command, check=False, capture_output=True, text=True).stderr.splitlines()
    assert [line for line in said if "is not executable" not in line] == []
