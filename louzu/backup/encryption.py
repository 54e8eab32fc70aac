"""Encrypt archives with age, as a stream, and decrypt them.

To a public key, an archive is a plain age file: ``age -d -i key.txt FILE | tar xz`` reads it without
louzu. To a passphrase, age's library encrypts no streams. So each archive has a key of its own, which
is encrypted to the passphrase and stands in the first line; the age file follows
(docs/backup.md says how to read one by hand).
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from os import fdopen, pipe
from pathlib import Path
from typing import IO, Protocol

import pyrage

from louzu.backup.errors import BackupError
from louzu.backup.options import BackupOptions
from louzu.lib.regular_files import read_regular

PASSPHRASE_LINE = b"louzu-backup-key "
AGE_LINE = b"age-encryption.org/"
GZIP = b"\x1f\x8b"
MAX_KEY_LINE = 4096
AnyFile = IO[bytes]


class Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EncryptionKeys:
    """How one archive is encrypted, and the key with which it can be read back at once.

    That key is made for the archive and is not kept: after the check, only the recipient's or the
    passphrase opens it.
    """

    recipients: list[pyrage.x25519.Recipient]
    check: pyrage.x25519.Identity
    first_line: bytes


def encryption_keys(options: BackupOptions) -> EncryptionKeys | None:
    """Return None if archives are not encrypted. Raises BackupError if the passphrase is missing."""
    if not options.encrypts:
        return None
    own = pyrage.x25519.Identity.generate()
    if options.recipient:
        theirs = pyrage.x25519.Recipient.from_str(options.recipient)
        return EncryptionKeys([theirs, own.to_public()], own, b"")
    passphrase = read_passphrase(Path(options.passphrase_file))
    sealed = pyrage.passphrase.encrypt(str(own).encode(), passphrase)
    line = PASSPHRASE_LINE + base64.b64encode(sealed) + b"\n"
    return EncryptionKeys([own.to_public()], own, line)


def read_passphrase(file: Path) -> str:
    try:
        word = read_regular(file).split("\n", 1)[0].strip()
    except UnicodeDecodeError as error:
        raise BackupError(f"The passphrase in {file} is no text in UTF-8.") from error
    except OSError as error:
        raise BackupError(f"The passphrase in {file} cannot be read ({error.strerror}).") from error
    if not word:
        raise BackupError(f"The first line of {file} is empty: write the passphrase into it.")
    return word


@contextmanager
def encrypted(sink: Sink, keys: EncryptionKeys | None) -> Iterator[Sink]:
    """Yield a file to which the archive is written; what comes out goes to ``sink``."""
    if keys is None:
        yield sink
        return
    if keys.first_line:
        sink.write(keys.first_line)

    def encrypt(source: AnyFile) -> None:
        pyrage.encrypt_io(source, sink, keys.recipients)

    reading, writing = pipe()
    with _thread(encrypt, fdopen(reading, "rb")), fdopen(writing, "wb") as outer:
        yield outer


@dataclass(frozen=True, slots=True)
class DecryptionKeys:
    """What the operator has: the file of an age key, or of a passphrase, or the archive's own key."""

    identity_file: Path | None = None
    passphrase_file: Path | None = None
    check: pyrage.x25519.Identity | None = None


@contextmanager
def decrypted(file: BufferedReader, keys: DecryptionKeys) -> Iterator[AnyFile]:
    """Yield a file from which the archive is read. Raises BackupError for a wrong or missing key,
    and at the end for a file that was cut or changed."""
    start = file.peek(MAX_KEY_LINE)
    if start.startswith(GZIP):
        yield file
        return
    if start.startswith(PASSPHRASE_LINE):
        identities = [_identity_of_passphrase(file.readline(MAX_KEY_LINE), keys)]
    elif start.startswith(AGE_LINE):
        identities = _identities(keys)
    else:
        raise BackupError("This is no backup of louzu: it is neither gzip nor age.")

    def decrypt(target: AnyFile) -> None:
        pyrage.decrypt_io(file, target, identities)

    reading, writing = pipe()
    with _thread(decrypt, fdopen(writing, "wb")), fdopen(reading, "rb") as inner:
        yield inner


@contextmanager
def _thread(work: Callable[[AnyFile], None], end_of_pipe: AnyFile) -> Iterator[None]:
    """Run ``work`` beside the block, and raise after the block what it raised.

    Its end of the pipe is closed when it is done, so that neither waits for the other.
    """
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with end_of_pipe:
                work(end_of_pipe)
        except BaseException as error:  # noqa: BLE001 -- raised below
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    except BaseException as error:
        thread.join()
        caused = isinstance(error, BrokenPipeError | EOFError | BackupError)
        if failures and caused and not isinstance(failures[0], BrokenPipeError):
            raise _told(failures[0]) from failures[0]
        raise
    thread.join()
    if failures:
        raise _told(failures[0]) from failures[0]


def _told(failure: BaseException) -> BaseException:
    if isinstance(failure, pyrage.DecryptError):
        return BackupError("The key or passphrase does not open this backup.")
    if isinstance(failure, OSError) and failure.errno is None:  # age's own, without a number
        return BackupError("The backup was cut or changed: it cannot be decrypted to its end.")
    if isinstance(failure, pyrage.EncryptError):  # age writes only the words of the cause
        return BackupError(f"The backup could not be written: {failure}.")
    return failure


def _identity_of_passphrase(line: bytes, keys: DecryptionKeys) -> pyrage.x25519.Identity:
    if keys.check:
        return keys.check
    if keys.passphrase_file is None:
        raise BackupError(
            "This backup is encrypted to a passphrase: name the file that holds it with"
            " --passphrase-file."
        )
    sealed = line.removeprefix(PASSPHRASE_LINE).strip()
    try:
        opened = pyrage.passphrase.decrypt(
            base64.b64decode(sealed, validate=True), read_passphrase(keys.passphrase_file)
        )
        return pyrage.x25519.Identity.from_str(opened.decode())
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
        raise BackupError("The passphrase does not open this backup.") from error


def _identities(keys: DecryptionKeys) -> list[pyrage.x25519.Identity]:
    if keys.check:
        return [keys.check]
    if keys.identity_file is None:
        raise BackupError(
            "This backup is encrypted to a public key: name the file of the private key with"
            " --identity."
        )
    try:
        lines = read_regular(keys.identity_file).splitlines()
        found = [line.strip() for line in lines if line.strip().startswith("AGE-SECRET-KEY-")]
        identities = [pyrage.x25519.Identity.from_str(line) for line in found]
    except OSError as error:
        raise BackupError(f"{keys.identity_file} cannot be read ({error.strerror}).") from error
    except (pyrage.IdentityError, ValueError) as error:
        raise BackupError(f"{keys.identity_file} holds no private key of age.") from error
    if not identities:
        raise BackupError(f"{keys.identity_file} holds no private key of age.")
    return identities
