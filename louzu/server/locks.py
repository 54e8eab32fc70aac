"""The lock of a home: one louzu runs on it at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from louzu.env import make_private
from louzu.server.system_user import ServerError


@contextlib.contextmanager
def exclusive_lock(home: Path) -> Iterator[None]:
    """Lock ``home`` so that only one louzu runs on it. The lock ends with the process.

    Raises ServerError when another process has the lock, or the folder cannot be written.
    """
    try:
        make_private(home)
        lock = os.fdopen(os.open(home / "lock", os.O_RDWR | os.O_CREAT, mode=0o600), "r+")
    except OSError as error:
        raise ServerError(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(
                f"Another louzu runs on {home} already: stop it, or set LOUZU_HOME to another folder."
            ) from None
        yield
