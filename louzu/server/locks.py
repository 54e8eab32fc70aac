"""The lock of a home: one louzu runs on it at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from louzu.env import make_private
from louzu.server.system_user import ServerError

SERVE, COMMAND, DATABASE = "serve", "command", "database"
"""Kinds of processes that hold a lock: a portal's supervisor, a ``bin/louzu`` command that runs while the
portal is stopped, and the embedded PostgreSQL."""


@dataclass(frozen=True, slots=True)
class LockHolder:
    process: psutil.Process
    kind: str


@contextlib.contextmanager
def exclusive_lock(home: Path, kind: str) -> Iterator[None]:
    """Lock ``home`` so that only one louzu runs on it. The lock ends with the process.

    Raises ServerError when another process has the lock, or the folder cannot be written.
    """
    try:
        make_private(home)
        lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ServerError(
            f"{home} cannot be written ({error.strerror}): set LOUZU_HOME to a folder that can."
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(_refusal(home, kind)) from None
        with contextlib.suppress(OSError):  # the disk may be full: the lock holds all the same
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()} {kind}\n".encode(), 0)
        yield
    finally:
        os.close(lock)


def lock_holder(home: Path) -> LockHolder | None:
    """Return who has the lock of the home, if it is a process of this user's."""
    file = (home / "lock").resolve()
    try:
        number, kind = file.read_text().split()
        process = psutil.Process(int(number))
        holds = any(opened.path == str(file) for opened in process.open_files())
    except (OSError, ValueError, OverflowError, psutil.Error):
        return None
    return LockHolder(process, kind) if holds else None


def is_held(home: Path) -> bool:
    """Return whether a process has the lock, also one that ``lock_holder`` does not find, such as when
    the file was overwritten."""
    try:
        lock = os.open(home / "lock", os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _refusal(home: Path, kind: str) -> str:
    holder = lock_holder(home)
    if holder and holder.kind == COMMAND:
        return busy(home, holder)
    elsewhere = ", or set LOUZU_HOME to another folder" if kind == SERVE else " first"
    return f"Another louzu runs on {home} already: stop it{elsewhere}."


def busy(home: Path, holder: LockHolder) -> str:
    return (
        f"A command of louzu (process {holder.process.pid}) works on {home}:"
        " wait until it has ended."
    )
