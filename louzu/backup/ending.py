"""A process that is asked to end removes what it has written so far."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from louzu.backup.errors import BackupError


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Raise BackupError in the block when SIGTERM comes, such as from systemd. For main threads only."""
    former = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _end(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # so that removing is not ended as well
    raise BackupError("It was asked to end (SIGTERM).")
