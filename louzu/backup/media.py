"""The uploaded files, as the storage of ``MEDIA_ROOT`` or of S3 gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from louzu.backup.archive import MEDIA, ArchiveWriter
from louzu.lib.media import files_in


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
    """Write one file under exactly this name, unless one of this length is there."""
    if default_storage.exists(name):
        if default_storage.size(name) == size:
            return
        default_storage.delete(name)
    default_storage.save(name, File(content, name))
