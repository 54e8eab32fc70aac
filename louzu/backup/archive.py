"""The archive: a tar of small members, compressed, written and read as a stream.

First stands what this is (``HEAD``), then the dump in pieces, the uploaded files, the keys, a list of the
files' hashes (``MEDIA_LIST``, as sha256sum reads it) and the manifest (``MANIFEST``), which ends with a hash
of all the members before it. So a cut file, an exchanged member or one that is missing is found without a
key.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from louzu.backup.encryption import AnyFile, Sink
from louzu.backup.errors import BackupError

HEAD, MANIFEST, MEDIA_LIST = "louzu-backup.json", "manifest.json", "media.sha256"
DATABASE, MEDIA, KEYS, ROWS = "database/", "media/", "keys/", "rows/"
NAMES = re.compile(
    r"louzu-backup\.json|manifest\.json|media\.sha256|database/\d{6,}\.sql|keys/[a-z_]+|rows/[a-z_]+/\d{6,}"
    r"|media/(?:[^/\0\n]+/)*[^/\0\n]+"
)
PIECE = 4 * 1024 * 1024
"""Bytes of the dump in one member: a tar wants to know a member's length before it."""
CHUNK = 256 * 1024
LEVEL = 3
"""Of gzip: photos do not become smaller, and the dump hardly by a higher one."""


@dataclass
class HashChain:
    """A hash over names, lengths and contents of members, in their order."""

    value: str = ""

    def add(self, name: str, size: int, digest: str) -> None:
        text = f"{self.value}\n{name}\n{size}\n{digest}"
        self.value = hashlib.sha256(text.encode()).hexdigest()


@dataclass
class ArchiveWriter:
    tar: tarfile.TarFile
    mtime: int
    chain: HashChain = field(default_factory=HashChain)

    def add_bytes(self, name: str, content: bytes) -> str:
        return self.add(name, io.BytesIO(content), len(content))

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Copy ``size`` bytes into a member and return their SHA-256."""
        if not _is_allowed(name):
            raise BackupError(f"“{name}” cannot be the name of a file in a backup.")
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self.mtime
        hashed = HashedReader(source, size)
        try:
            self.tar.addfile(info, hashed)
        except OSError as error:
            if error.errno is None:  # tarfile's own
                raise BackupError(f"{name} became shorter while it was read.") from error
            raise
        digest = hashed.digest
        self.chain.add(name, size, digest)
        return digest


class HashedReader(io.RawIOBase):
    """Reads at most ``size`` bytes of another file and hashes them."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left, self._hash = source, size, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        with _cut_is_told():
            data = self._source.read(wanted)
        self._left -= len(data)
        self._hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(sink: Sink, *, mtime: int) -> Iterator[ArchiveWriter]:
    with (
        gzip.GzipFile(
            fileobj=_SinkFile(sink), mode="wb", compresslevel=LEVEL, mtime=mtime
        ) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield ArchiveWriter(tar, mtime)


class _SinkFile(io.RawIOBase):
    """Gives gzip the few methods of a file that it calls, of which a sink has only two."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # gzip writes bytes only
        self._sink.write(bytes(data))
        return len(data)


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    content: HashedReader

    def chunks(self) -> Iterator[bytes]:
        while chunk := self.content.read(CHUNK):
            yield chunk


@dataclass
class ArchiveReader:
    """Iterate over it to the end: only then is known whether the archive is whole."""

    source: AnyFile
    chain: HashChain = field(default_factory=HashChain)
    last: str = ""
    """The chain's value before the manifest, which names it."""

    def __iter__(self) -> Iterator[Member]:
        """Yield each member; what was not read of it is read before the next. Raises BackupError."""
        with _cut_is_told(), gzip.GzipFile(fileobj=self.source, mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for info in tar:
                    yield from self._member(tar, info)
            while packed.read(CHUNK):  # to the checksum at the end
                pass

    def _member(self, tar: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[Member]:
        content = tar.extractfile(info) if info.isreg() else None
        if content is None or not _is_allowed(info.name):
            raise BackupError(f"“{info.name}” does not belong into a backup of louzu.")
        if not self.chain.value and info.name != HEAD:
            raise BackupError("This is no backup of louzu.")
        self.last = self.chain.value
        hashed = HashedReader(content, info.size)
        yield Member(info.name, info.size, hashed)
        while hashed.read(CHUNK):
            pass
        self.chain.add(info.name, info.size, hashed.digest)


@contextmanager
def _cut_is_told() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError("The backup was cut or changed: it cannot be read.") from error


def _is_allowed(name: str) -> bool:
    return bool(NAMES.fullmatch(name)) and not {".", ".."} & set(name.split("/"))
