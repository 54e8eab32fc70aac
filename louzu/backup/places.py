"""Where backups are kept: a folder, or a bucket on S3-compatible storage."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from louzu.backup.errors import BackupError
from louzu.backup.options import BackupOptions
from louzu.backup.s3 import BucketPlace
from louzu.lib.media import MediaPlace

PART = ".part"
ABANDONED_AFTER = 12 * 3600
"""Seconds after which an unfinished file is that of a backup which was killed."""


class BackupPlace(Protocol):
    def names(self) -> list[str]: ...

    def create(self, name: str) -> IO[bytes]:
        """Return a file that is not yet listed under its name."""

    def reading(self, name: str, *, unfinished: bool = False) -> BufferedReader: ...

    def accept(self, name: str) -> None:
        """List the created file, which was found to be good."""

    def discard(self, name: str) -> None:
        """Remove the created file, which is not complete."""

    def delete(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderPlace:
    folder: Path

    def names(self) -> list[str]:
        with _told(self.folder):
            return [entry.name for entry in self.folder.iterdir() if entry.is_file()]

    def create(self, name: str) -> IO[bytes]:
        with _told(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._remove_abandoned()
            return os.fdopen(
                os.open(self._part(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            )

    def reading(self, name: str, *, unfinished: bool = False) -> BufferedReader:
        path = self._part(name) if unfinished else self.folder / name
        with _told(path):
            return path.open("rb")

    def accept(self, name: str) -> None:
        with _told(self.folder):
            _sync(self._part(name))
            self._part(name).rename(self.folder / name)
            _sync(self.folder)

    def discard(self, name: str) -> None:
        with suppress(OSError):
            self._part(name).unlink(missing_ok=True)

    def delete(self, name: str) -> None:
        with _told(self.folder):
            (self.folder / name).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self.folder / f"{name}{PART}"

    def _remove_abandoned(self) -> None:
        for path in self.folder.glob(f"louzu-*{PART}"):
            if time.time() - path.stat().st_mtime > ABANDONED_AFTER:
                path.unlink(missing_ok=True)


def backup_place(options: BackupOptions) -> BackupPlace:
    return place_of(options, settings.MEDIA)


def place_of(options: BackupOptions, media: MediaPlace) -> BackupPlace:
    """Return the place of backups; a bucket with the account of ``media``."""
    if options.is_remote:
        return BucketPlace(media.at(options.place))
    return FolderPlace(Path(options.place))


def open_file(path: str) -> BufferedReader:
    with _told(path):
        return Path(path).open("rb")


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _told(place: object) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{place} cannot be used for backups ({error.strerror}).") from error
