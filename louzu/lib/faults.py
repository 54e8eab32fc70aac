"""Faults of the installation that a person is told of in a sentence: a database that does not answer, a
full disk, a request that takes too long."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

from django.db import InternalError, OperationalError
from psycopg.errors import DiskFull, IdleInTransactionSessionTimeout

from louzu.lib.media import MediaUnavailableError

NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
MAX_REQUEST_SECONDS = 60.0
"""After this time a request begins no further statement. Decoding pictures takes at most 45 of them."""
PROBE_SECONDS = 0.5
"""Seconds between two requests that try the database during an outage."""


class Fault(StrEnum):
    BUSY = "busy"
    """A time limit, a lost connection, a full pool, or a database or media storage that is away."""
    FULL = "full"
    """No space on the disk of the database, the media or the temporary files."""


def fault_of(error: BaseException | None) -> Fault | None:
    """Return which fault an exception is, or None for an error of the code."""
    cause = error.__cause__ if error else None
    if isinstance(cause, DiskFull) or (isinstance(error, OSError) and error.errno in NO_SPACE):
        return Fault.FULL
    if isinstance(error, MediaUnavailableError):
        return Fault.BUSY
    timed_out = isinstance(error, InternalError) and isinstance(
        cause, IdleInTransactionSessionTimeout
    )
    return Fault.BUSY if timed_out or isinstance(error, OperationalError) else None


class Outage:
    """Whether this process has just waited for a connection in vain.

    Then most requests are refused at once, so that threads stay free for static files. One request in
    ``PROBE_SECONDS`` goes on, and the first that gets a connection ends the outage.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next_probe: float | None = None

    def begin(self) -> None:
        with self._lock:
            self._next_probe = self._next_probe or time.monotonic() + PROBE_SECONDS

    def end(self) -> None:
        if self._next_probe is not None:
            with self._lock:
                self._next_probe = None

    def refuses(self) -> bool:
        """Return whether the caller should be refused. If not, it may be the next probe."""
        if self._next_probe is None:
            return False
        with self._lock:
            now, probe = time.monotonic(), self._next_probe or 0.0
            if now < probe:
                return True
            if probe:
                self._next_probe = now + PROBE_SECONDS
            return False


OUTAGE = Outage()

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def time_limit(seconds: float = MAX_REQUEST_SECONDS) -> Iterator[None]:
    """Let no database statement begin after ``seconds``."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def refuse_late_statements(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """An execute wrapper of the database connection. Raises OperationalError after ``time_limit``."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline:
        raise OperationalError("The request took too long.")
    return execute(sql, params, many, context)
