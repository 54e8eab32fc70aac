"""The folders of releases, with a real repository whose Makefile installs nothing but notes what it got."""

from __future__ import annotations

import os
import subprocess

import pytest

from louzu.command.releases import (
    Folders,
    UpgradeError,
    copy_settings,
    folders_of,
    install,
    require_programs,
    source_of,
    version_of_tag,
)

MAKEFILE = """
install:
\t@mkdir -p .venv && env | grep -E '^(PIP|UV)_' | sort > .venv/asked || true
"""


@pytest.fixture
def origin(tmp_path):
    """A repository with the releases 0.1.0 and 0.2.0, and a tag that lies."""
    folder = tmp_path / "origin"
    folder.mkdir()

    def git(*arguments):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    (folder / "Makefile").write_text(MAKEFILE)
    for version in ("0.1.0", "0.2.0"):
        (folder / "pyproject.toml").write_text(
            f'[project]\nname = "louzu"\nversion = "{version}"\n'
        )
        git("add", ".")
        git("commit", "-q", "-m", version)
        git("tag", f"v{version}")
    git("tag", "v0.3.0")
    return folder


@pytest.fixture
def folders(tmp_path):
    made = Folders(tmp_path / "louzu")
    for version in ("0.8.0", "0.9.0", "0.10.0", "0.11.0"):
        (made.releases / version).mkdir(parents=True)
    made.switch(made.releases / "0.11.0")
    return made


def test_the_link_leads_to_one_release_after_the_other(folders):
    assert folders.current.resolve() == folders.releases / "0.11.0"
    folders.switch(folders.releases / "0.10.0")
    assert folders.current.readlink().as_posix() == "releases/0.10.0"
    assert folders_of(folders.releases / "0.10.0") == folders


def test_a_tree_elsewhere_or_one_that_does_not_run_is_not_upgraded(folders, tmp_path):
    for tree in (tmp_path / "clone", folders.releases / "0.10.0"):
        with pytest.raises(UpgradeError, match="a release is a folder releases/<version>"):
            folders_of(tree)


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        (["0.11.0", "0.10.0"], ["0.10.0", "0.11.0", "0.9.0"]),
        (["0.10.0", "0.11.0"], ["0.10.0", "0.11.0", "0.9.0"]),
        (["0.11.0", "0.8.0"], ["0.10.0", "0.11.0", "0.8.0"]),
        (["0.11.0"], ["0.10.0", "0.11.0", "0.9.0"]),
    ],
)
def test_the_running_release_and_two_others_stay(folders, kept, left):
    folders.remove_all_but([folders.releases / version for version in kept])
    assert sorted(tree.name for tree in folders.releases.iterdir()) == left


def test_what_is_no_release_stays(folders, tmp_path):
    others = [folders.releases / name for name in ("wheels", "my copy", ".0.12.0", "0.1.0.bak-x")]
    for folder in others:
        folder.mkdir()
    (folders.releases / "0.1.0").symlink_to(tmp_path)
    (folders.releases / "0.2.0").touch()
    folders.remove_all_but([folders.releases / "0.11.0"])
    left = {"0.9.0", "0.10.0", "0.11.0", "0.1.0", "0.2.0"} | {folder.name for folder in others}
    assert {path.name for path in folders.releases.iterdir()} == left


def test_a_tag_names_a_version():
    assert version_of_tag("v0.2.0") == "0.2.0"
    assert version_of_tag("v1.10.0rc1") == "1.10.0rc1"
    for word in ("0.2.0", "main", "v", "v1", "v1.2/..", "--upload-pack=x", "v1.2 3"):
        with pytest.raises(UpgradeError, match="is no release"):
            version_of_tag(word)


def test_a_release_is_cloned_and_its_packages_installed(folders, origin, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    tree = install(folders, "v0.2.0", str(origin), None)
    assert tree == folders.releases / "0.2.0"
    assert 'version = "0.2.0"' in (tree / "pyproject.toml").read_text()
    assert (tree / ".venv" / "asked").read_text() == ""
    assert source_of(tree) == f"file://{origin}"
    assert install(folders, "v0.2.0", "nowhere", tmp_path) == tree  # it is there already
    place = str(tmp_path)
    assert (tree / ".venv" / "asked").read_text() == (
        f"PIP_FIND_LINKS={place}\nPIP_NO_INDEX=1\nUV_FIND_LINKS={place}\nUV_NO_INDEX=1\n"
    )


def test_what_is_missing_or_calls_itself_otherwise_is_told_and_leaves_no_release(
    folders, origin, capfd
):
    for tag, sentence in (
        ("v0.4.0", "v0.4.0 could not be fetched. The reason stands above. Nothing was changed."),
        ("v0.3.0", "v0.3.0 calls itself 0.2.0: it is no release. Nothing was changed."),
    ):
        with pytest.raises(UpgradeError) as refused:
            install(folders, tag, str(origin), None)
        assert str(refused.value) == sentence
        assert not (folders.releases / tag[1:]).exists()
    assert "v0.4.0" in capfd.readouterr().err


def test_settings_in_the_folder_of_a_release_are_taken_along_once(folders):
    former, tree = folders.releases / "0.10.0", folders.releases / "0.11.0"
    copy_settings(former, tree)
    assert not (tree / "louzu.env").exists()
    (former / "louzu.env").write_text("PORT=1\n")
    (former / "louzu.env").chmod(0o600)
    copy_settings(former, tree)
    assert (tree / "louzu.env").stat().st_mode & 0o777 == 0o600
    (former / "louzu.env").write_text("PORT=2\n")
    copy_settings(former, tree)
    assert (tree / "louzu.env").read_text() == "PORT=1\n"


def test_a_tree_without_an_origin_must_name_one(tmp_path):
    with pytest.raises(UpgradeError, match="write --from and an address"):
        source_of(tmp_path)


def test_what_fetches_and_installs_must_be_there(monkeypatch, tmp_path):
    require_programs()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UpgradeError, match="The program git is missing: install it"):
        require_programs()
