"""Archives are encrypted and decrypted as streams; a wrong key and a cut file are told in a sentence."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from shutil import which

import pyrage
import pytest

from louzu.backup.encryption import DecryptionKeys, decrypted, encrypted, encryption_keys
from louzu.backup.errors import BackupError
from louzu.backup.options import BackupOptions

TEXT = b"personal data " * 50_000


@pytest.fixture
def identity(tmp_path):
    made = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created: today\n{made}\n")
    return made, file


def options(recipient="", passphrase_file="", home=Path("/nowhere")):
    return BackupOptions("/backups", recipient, passphrase_file, False, home, False)


def written(keys) -> bytes:
    out = io.BytesIO()
    with encrypted(out, keys) as file:
        file.write(TEXT)
    return out.getvalue()


def read(content: bytes, **keys) -> bytes:
    with decrypted(io.BufferedReader(io.BytesIO(content)), DecryptionKeys(**keys)) as file:
        return file.read()


def test_to_a_public_key(identity, tmp_path):
    own, file = identity
    keys = encryption_keys(options(str(own.to_public())))
    content = written(keys)
    assert TEXT[:40] not in content
    assert read(content, identity_file=file) == TEXT
    assert read(content, check=keys.check) == TEXT
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BackupError, match="does not open"):
        read(content, identity_file=other)
    with pytest.raises(BackupError, match="--identity"):
        read(content)


def test_to_a_passphrase(tmp_path):
    file, wrong = tmp_path / "passphrase", tmp_path / "wrong"
    file.write_text("six words and a number\nno more\n")
    wrong.write_text("other words")
    keys = encryption_keys(options(passphrase_file=str(file)))
    content = written(keys)
    assert read(content, check=keys.check) == TEXT
    assert read(content, passphrase_file=file) == TEXT
    with pytest.raises(BackupError, match="passphrase does not open"):
        read(content, passphrase_file=wrong)
    with pytest.raises(BackupError, match="--passphrase-file"):
        read(content)


def test_a_passphrase_that_is_not_there(tmp_path):
    with pytest.raises(BackupError, match="cannot be read"):
        encryption_keys(options(passphrase_file=str(tmp_path / "none")))
    (tmp_path / "gbk").write_bytes("连心楼".encode("gbk"))
    with pytest.raises(BackupError, match="no text in UTF-8"):
        encryption_keys(options(passphrase_file=str(tmp_path / "gbk")))
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(BackupError, match="is empty"):
        encryption_keys(options(passphrase_file=str(tmp_path / "empty")))


def test_the_program_age_reads_it(identity, tmp_path):
    """docs/backup.md promises that the archive can be read without louzu."""
    if which("age") is None:
        pytest.skip("age is not installed")
    own, file = identity
    (tmp_path / "a.age").write_bytes(written(encryption_keys(options(str(own.to_public())))))
    command = ["age", "-d", "-i", file, tmp_path / "a.age"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == TEXT


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_cut_file_is_refused(identity, share):
    own, file = identity
    content = written(encryption_keys(options(str(own.to_public()))))
    with pytest.raises(BackupError):
        read(content[: int(len(content) * share)], identity_file=file)


def test_a_changed_file_is_refused(identity):
    own, file = identity
    content = bytearray(written(encryption_keys(options(str(own.to_public())))))
    content[len(content) // 2] ^= 1
    with pytest.raises(BackupError, match="cut or changed"):
        read(bytes(content), identity_file=file)


def test_a_full_disk_is_told():
    class Full(io.RawIOBase):
        def write(self, _data):
            raise OSError(28, "No space left on device")

    def write() -> None:
        own = pyrage.x25519.Identity.generate()
        keys = encryption_keys(options(str(own.to_public())))
        with encrypted(Full(), keys) as file:
            for _chunk in range(100):
                file.write(TEXT)

    with pytest.raises(BackupError, match="No space left"):
        write()


def test_something_else_is_no_backup():
    with pytest.raises(BackupError, match="no backup of louzu"):
        read(b"%PDF-1.7 and so on, which is long enough")
