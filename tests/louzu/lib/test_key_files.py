from __future__ import annotations

import os
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from louzu.lib.key_files import kept_key


def test_a_key_is_made_once_for_its_owner_and_leaves_nothing_beside(tmp_path):
    file = tmp_path / "secret_key"
    assert kept_key(file, lambda: "first") == "first"
    assert kept_key(file, lambda: "second") == "first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("content", [b"", b"\n", b"\0" * 67, b"\xff\xfe\x00"])
def test_a_file_without_a_key_is_refused_and_left_as_it_is(tmp_path, content):
    file = tmp_path / "secret_key"
    file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured) as refusal:
        kept_key(file, lambda: "another")
    assert str(refusal.value) == (
        f"{file} holds no key: bring it back from a backup, or remove it if this portal never ran."
    )
    assert file.read_bytes() == content


def test_of_two_that_make_a_key_at_once_the_first_has_its_way(tmp_path):
    file = tmp_path / "secret_key"

    def overtaken():
        file.write_text("first")
        return "second"

    assert kept_key(file, overtaken) == "first"
    assert [*tmp_path.iterdir()] == [file]


def test_a_failure_leaves_no_key(tmp_path):
    def fail():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        kept_key(tmp_path / "secret_key", fail)
    with pytest.raises(UnicodeEncodeError):
        kept_key(tmp_path / "secret_key", lambda: "\ud800")  # while it is written
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda file: file.mkdir(), "is a folder and no file"),
        (os.mkfifo, "is a pipe and no file"),
        (lambda file: file.symlink_to("/dev/zero"), "is a device and no file"),
        (lambda file: file.symlink_to("nowhere"), "cannot be read (No such file or directory)"),
    ],
)
def test_what_is_no_file_is_told_for_what_it_is(tmp_path, make, told):
    make(tmp_path / "push_key")
    with pytest.raises(ImproperlyConfigured) as refusal:
        kept_key(tmp_path / "push_key", lambda: "another")
    assert str(refusal.value).startswith(f"{tmp_path}/push_key {told}: bring it back from a backup")
    assert [file.name for file in tmp_path.iterdir()] == ["push_key"]
