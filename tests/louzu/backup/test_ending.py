"""SIGTERM is an error like others, so that what was written is removed."""

from __future__ import annotations

import os
import signal

import pytest

from louzu.backup.ending import ended_in_order
from louzu.backup.errors import BackupError


def test_sigterm_is_told_once_and_the_former_handler_comes_back():
    former = signal.getsignal(signal.SIGTERM)
    cleaned = []

    def work() -> None:
        with ended_in_order():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)  # removing is not ended
                cleaned.append("file")

    with pytest.raises(BackupError, match="SIGTERM"):
        work()
    assert cleaned == ["file"]
    assert signal.getsignal(signal.SIGTERM) == former
