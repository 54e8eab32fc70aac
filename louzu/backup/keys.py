"""Files of keys in the home, written before the database is exchanged and renamed after it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from louzu.backup.options import BackupOptions
from louzu.lib.durable import write_through

KEY_FILES = ("secret_key", "push_key")
"""Files of the home that cannot be made again."""
NEW = ".new"
RESERVED = 4096
"""Bytes that are written before the restore begins, so that a full disk is told in time."""


@dataclass(frozen=True, slots=True)
class RestoredKeys:
    paths: list[Path]

    def write(self, contents: dict[str, bytes]) -> None:
        for path in self.paths:
            _write(path, contents[path.name])

    def put_in_place(self) -> None:
        for path in self.paths:
            _new(path).rename(path)
        if self.paths:
            write_through(self.paths[0].parent)


@contextmanager
def restored_keys(names: Iterable[str], options: BackupOptions) -> Iterator[RestoredKeys]:
    """Raises OSError if the home has no space for these keys. What is not put in place is removed."""
    given = {"secret_key"} if options.key_is_given else set()
    paths = [options.home / name for name in names if name not in given]
    try:
        for path in paths:
            _write(path, bytes(RESERVED))
        yield RestoredKeys(paths)
    finally:
        for path in paths:
            _new(path).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write over what is reserved, which needs no new space on most file systems."""
    opened = os.open(_new(path), os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(opened, "wb") as file:
        os.fchmod(opened, 0o600)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(opened)


def _new(path: Path) -> Path:
    return path.with_name(f"{path.name}{NEW}")
