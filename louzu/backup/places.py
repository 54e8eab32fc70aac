"""Where backups are kept: a folder, or a bucket on S3-compatible storage."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from louzu.backup.errors import BackupError
from louzu.backup.options import BackupOptions
from louzu.backup.s3 import PART, BucketPlace
from louzu.lib.durable import write_through
from louzu.lib.media import MediaPlace

ABANDONED_AFTER = 12 * 3600
"""Seconds after which an unfinished file is that of a backup which was killed."""


class BackupPlace(Protocol):
    def names(self) -> list[str]: ...

    def create(self, name: str) -> IO[bytes]:
        """Return a file that is not yet listed under its name.

        Raises BackupError at once if the place takes none.
        """

    def reading(self, name: str, *, unfinished: bool = False) -> BufferedReader: ...

    def accept(self, name: str) -> None:
        """List the created file, which was found to be good."""

    def discard(self, name: str) -> None:
        """Remove the created file, which is not complete."""

    def unfinished(self) -> dict[str, float]:
        """Map the names of created files that were neither accepted nor discarded, also of those that
        others made, to the time of the last change by the clock of the place."""

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
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            try:
                return os.fdopen(os.open(self._part(name), flags, 0o600), "wb")
            except FileExistsError:
                raise BackupError(
                    f"{self._part(name)} is there already: it is being written, or one that was killed"
                    " left it. If nothing runs, delete it and begin again."
                ) from None

    def reading(self, name: str, *, unfinished: bool = False) -> BufferedReader:
        path = self._part(name) if unfinished else self.folder / name
        with _told(path):
            return path.open("rb")

    def accept(self, name: str) -> None:
        with _told(self.folder):
            write_through(self._part(name))
            self._part(name).rename(self.folder / name)
            write_through(self.folder)

    def discard(self, name: str) -> None:
        with suppress(OSError):
            self._part(name).unlink(missing_ok=True)

    def unfinished(self) -> dict[str, float]:
        found = {}
        with _told(self.folder), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(PART) and entry.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError):
                        changed = entry.stat(follow_symlinks=False).st_mtime
                        found[entry.name.removesuffix(PART)] = changed
        return found

    def delete(self, name: str) -> None:
        with _told(self.folder):
            (self.folder / name).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self.folder / f"{name}{PART}"


def remove_abandoned(place: BackupPlace, name: str, *, is_own: Callable[[str], bool]) -> None:
    """Remove what backups that were killed left: files with an own name that were not changed for hours
    when ``name`` was. One that cannot be removed makes no backup fail."""
    with suppress(BackupError):
        changed = place.unfinished()
        for other, at in changed.items():
            if is_own(other) and changed.get(name, at) - at > ABANDONED_AFTER:
                place.discard(other)


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


@contextmanager
def _told(place: object) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{place} cannot be used for backups ({error.strerror}).") from error
