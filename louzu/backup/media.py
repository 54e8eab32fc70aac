"""The uploaded files, as the storage of ``MEDIA_ROOT`` or of S3 gives them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage

from louzu.backup.archive import CHUNK, MEDIA, ArchiveWriter
from louzu.lib.media import files_in
from louzu.lib.media_rows import OWN_NAME

MAX_IN_MEMORY = 4 * 1024 * 1024
"""Bytes of a file that is compared with the one that is there; a larger one is on the disk meanwhile."""


def media_names() -> Iterator[str]:
    """Yield the names of all files, folder by folder. There is no folder before the first upload."""
    with suppress(FileNotFoundError):
        yield from files_in(default_storage)


def add_media(archive: ArchiveWriter, listed: IO[bytes]) -> tuple[int, int]:
    """Copy all files, and list their hashes. Return their number and bytes.

    Files are written before the rows that name them, so those of a dump made before are all there.
    One that was deleted since is left out.
    """
    number = size = 0
    for name in media_names():
        try:
            opened = default_storage.open(name)
        except FileNotFoundError:
            continue
        with opened as file:
            digest = archive.add(f"{MEDIA}{name}", file, file.size)
            listed.write(f"{digest}  {MEDIA}{name}\n".encode())
            number, size = number + 1, size + file.size
    return number, size


def put_back(name: str, content: IO[bytes], size: int) -> None:
    """Write one file under exactly this name, unless the same one is there."""
    if not default_storage.exists(name):
        default_storage.save(name, File(content, name))
        return
    with cast("IO[bytes]", SpooledTemporaryFile(max_size=MAX_IN_MEMORY)) as kept:
        shutil.copyfileobj(content, kept)
        kept.seek(0)
        if default_storage.size(name) == size and digest_of(name) == digest_in(kept):
            return
        kept.seek(0)
        default_storage.delete(name)
        default_storage.save(name, File(kept, name))


def delete_others(names: set[str]) -> tuple[int, int]:
    """Delete the portal's files that are not among the names. Return their number, and that of files
    which stay because the portal gives no such names."""
    others = [name for name in media_names() if name not in names]
    own = [name for name in others if OWN_NAME.fullmatch(name)]
    for name in own:
        default_storage.delete(name)
    return len(own), len(others) - len(own)


def digest_of(name: str) -> str:
    """Return the SHA-256 of a stored file; "" if it is not there."""
    try:
        with default_storage.open(name) as file:
            return digest_in(cast("IO[bytes]", file))
    except FileNotFoundError:
        return ""


def digest_in(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
