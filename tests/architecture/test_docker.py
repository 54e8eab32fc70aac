"""The Dockerfile and the compose file. Nothing here builds or starts an image: there may be no engine."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from louzu.lib.release import FOLDERS
from tests.architecture.site import ROOT

BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = YAML(typ="safe").load(ROOT / "deploy/compose.yaml")
SERVICES = COMPOSE["services"]
SCRIPTS = ROOT / "deploy/docker"


@pytest.mark.parametrize(
    "command",
    [
        ["hadolint", "Dockerfile"],
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"],
    ],
    ids=lambda command: command[0],
)
def test_the_checkers_find_nothing(command):
    program = BIN / command[0]
    if not program.exists():
        pytest.skip(f"The program {command[0]} is missing.")
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_has_all_of_the_product_and_nothing_else():
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE))
    names = {name for line in copied for name in line.split()}
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert names == {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert (set(FOLDERS) <= names, "*" in lines) == (True, True)
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_packages_are_installed_by_hash_and_nobody_is_root():
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert not re.search(r"^(?:ARG|ENV).*(?:SECRET|PASSWORD|KEY)", DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_write_nowhere_but_in_its_volumes(name):
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    if "louzu" in service["image"]:
        assert service["init"] is True


def test_secrets_are_files_and_none_is_written_here():
    """A value that looks like one would stand in the environment, which everybody on the host can list."""
    for service in SERVICES.values():
        for variable, value in service["environment"].items():
            if re.search(r"SECRET|PASSWORD|KEY|URL", variable):
                assert (variable.endswith("_FILE"), str(value)[:13]) == (True, "/run/secrets/")
        assert set(service.get("secrets", [])) <= COMPOSE["secrets"].keys()


def test_the_script_makes_each_secret_once_and_shows_none(tmp_path):
    script = tmp_path / "docker/make_secrets.sh"
    script.parent.mkdir()
    script.write_bytes((SCRIPTS / script.name).read_bytes())
    done = subprocess.run(["sh", script], capture_output=True, text=True, check=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    wanted = {Path(one["file"]).name for one in COMPOSE["secrets"].values()}
    assert made.keys() == wanted
    assert made["database_url"] == f"postgres://louzu_app:{made['app_password']}@database/louzu"
    assert not any(text in done.stdout + done.stderr for text in made.values())
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert subprocess.run(["sh", script], capture_output=True, check=False).returncode != 0
    assert os.access(SCRIPTS / "roles.sh", os.X_OK)
