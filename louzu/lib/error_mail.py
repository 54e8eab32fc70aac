"""Errors by mail to the keeper: one mail for many errors."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage

PAUSE = 15 * 60
"""Seconds between two mails of one machine. What is not mailed is counted, and stands in the log."""
logger = logging.getLogger(__name__)


class ErrorMailHandler(logging.Handler):
    """Mails errors, for all processes of this machine together at most one in ``PAUSE`` seconds.

    When it was, and how many were left out since, stands in a file: the database may be what is broken.
    """

    def __init__(self, to: tuple[str, ...]) -> None:
        super().__init__(logging.ERROR)
        self.to = to

    def emit(self, record: logging.LogRecord) -> None:
        try:
            left_out = self._take_turn()
            if left_out is not None:
                text = self.format(record)
                Thread(target=self._send, args=(record, text, left_out), daemon=True).start()
        except Exception:  # noqa: BLE001 -- as logging's own handlers do
            self.handleError(record)

    def _take_turn(self) -> int | None:
        """Return how many errors were left out since the last mail, or None if it was just now."""
        with _locked(Path(settings.ENV.home) / "mail") as file:
            words = os.pread(file, 100, 0).split()
            last, left_out = (float(words[0]), int(words[1])) if len(words) > 1 else (0.0, 0)
            now = time.time()
            is_due = not last <= now < last + PAUSE
            note = (now, 0) if is_due else (last, left_out + 1)
            os.pwrite(file, f"{note[0]:020.3f} {note[1]:020d}\n".encode(), 0)
        return left_out if is_due else None

    def _send(self, record: logging.LogRecord, text: str, left_out: int) -> None:
        error = record.exc_info[0] if record.exc_info else None
        subject = error.__name__ if error else record.name
        more = f"\n\n{left_out} more errors since the last mail: see the log." if left_out else ""
        mail = EmailMessage(f"[{settings.ROOT_URL}] {subject}", f"{text}{more}\n", to=self.to)
        try:
            mail.send()
        except Exception as reason:  # noqa: BLE001 -- nobody else learns of it
            logger.warning("an error could not be mailed: %s", type(reason).__name__)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    file = os.open(path, os.O_RDWR | os.O_CREAT, mode=0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)
