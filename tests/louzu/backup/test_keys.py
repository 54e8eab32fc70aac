"""Keys of a backup replace the present ones in one moment, or not at all."""

from __future__ import annotations

import pytest

from louzu.backup.keys import restored_keys
from louzu.backup.options import BackupOptions

KEYS = {"secret_key": b"restored", "push_key": b"p" * 5000}


@pytest.fixture
def home(tmp_path):
    (tmp_path / "secret_key").write_text("present")
    (tmp_path / "secret_key.new").write_bytes(b"of a restore that was killed" * 1000)
    (tmp_path / "secret_key.new").chmod(0o644)
    return tmp_path


def options(home, *, key_is_given=False):
    return BackupOptions(str(home / "backups"), "", "", False, home, key_is_given)


def contents(home):
    return {file.name: file.read_bytes() for file in home.iterdir()}


def test_they_are_put_in_place_together(home):
    with restored_keys(KEYS, options(home)) as keys:
        keys.write(KEYS)
        assert (home / "secret_key").read_text() == "present"
        keys.put_in_place()
    assert contents(home) == KEYS
    assert {file.stat().st_mode & 0o777 for file in home.iterdir()} == {0o600}


def test_what_fails_before_leaves_the_present_ones(home):
    def fail() -> None:
        with restored_keys(KEYS, options(home)) as keys:
            keys.write(KEYS)
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fail()
    assert contents(home) == {"secret_key": b"present"}


def test_a_key_that_a_variable_gives_is_not_written(home):
    with restored_keys(KEYS, options(home, key_is_given=True)) as keys:
        keys.write(KEYS)
        keys.put_in_place()
    assert (home / "secret_key").read_text() == "present"
    assert (home / "push_key").read_bytes() == KEYS["push_key"]


def test_a_home_that_takes_no_keys_is_found_before_anything_is_done(home):
    def enter() -> None:
        with restored_keys(KEYS, options(home / "none")):
            pytest.fail("The restore would begin.")

    with pytest.raises(OSError, match="No such file"):
        enter()
