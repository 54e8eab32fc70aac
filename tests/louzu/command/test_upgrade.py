"""``louzu upgrade`` of an installation in its folders, while something else works there.

The whole way is gone by the drill ``upgrade``."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from louzu.command.releases import Folders
from louzu.command.upgrade import portal_of, require_portal
from louzu.server.locks import COMMAND, SERVE, exclusive_lock
from tests.architecture.site import ROOT


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


@pytest.fixture
def upgrade(folders, home):
    """``upgrade()`` returns the ended process. The release comes from a place that is not there."""

    def call():
        settings = {"LOUZU_HOME": str(home), "LOUZU_HOSTS": "a.example", "LOUZU_PROXIES": "1"}
        return subprocess.run(
            [folders.current / "bin" / "louzu", "upgrade", "v0.2.0", "--from", "/nowhere"],
            env={"PATH": "/usr/bin:/bin"} | settings,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_only_a_supervisor_is_taken_for_the_portal(home):
    assert portal_of(home) is None
    with exclusive_lock(home, COMMAND):
        assert portal_of(home) is None
    with exclusive_lock(home, SERVE):
        assert portal_of(home).pid == os.getpid()
        require_portal(home)
    assert portal_of(home) is None


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
