"""Keys that a portal makes at its first start and keeps in a file of its home."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from django.core.exceptions import ImproperlyConfigured

from louzu.lib.durable import write_through
from louzu.lib.regular_files import kind_of

BACK = "bring it back from a backup, or remove it if this portal never ran."


def kept_key(file: Path, make: Callable[[], str]) -> str:
    """Return the key in ``file``, which is created if it is not there. Only its owner can read it.

    A file without a key is not filled again, since what was signed and encrypted with the lost key
    would be void. Raises ImproperlyConfigured for it, and OSError if none can be made.
    """
    if kind := kind_of(file):
        raise ImproperlyConfigured(f"{file} is {kind} and no file: {BACK}")
    if not file.exists():
        _create(file, make())
    try:
        key = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        key = ""
    except OSError as error:
        raise ImproperlyConfigured(f"{file} cannot be read ({error.strerror}): {BACK}") from error
    if not key.strip() or "\0" in key:
        raise ImproperlyConfigured(f"{file} holds no key: {BACK}")
    return key


def _create(file: Path, key: str) -> None:
    """Write the file whole or not at all. Of several processes that start at once, one has its way."""
    number, fresh = mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as writing:
            writing.write(key)
            writing.flush()
            os.fsync(writing.fileno())
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(fresh)
        write_through(file.parent)
    finally:
        Path(fresh).unlink()
