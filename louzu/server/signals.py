"""Signals of the supervisor: it is asked to stop, or to load newer code."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Signals:
    """While ``interrupting``, a signal to stop raises KeyboardInterrupt; later it is only noted.

    SIGHUP asks for a reload. From a terminal it means that the window was closed: then it stops.
    """

    def __init__(self) -> None:
        self.interrupting, self.stop, self.reload = True, False, False
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._on_stop)
        has_terminal = sys.stdin is not None and sys.stdin.isatty()
        signal.signal(signal.SIGHUP, self._on_stop if has_terminal else self._on_reload)
        signal.signal(signal.SIGCHLD, self._on_child)

    def wait(self, seconds: float) -> None:
        """Return after that time, or sooner when a signal arrives or a child ends."""
        if select.select([self._read], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._read, 1000)

    def _on_stop(self, *_signal: object) -> None:
        self.stop = True
        if self.interrupting:
            self.interrupting = False
            raise KeyboardInterrupt

    def _on_reload(self, *_signal: object) -> None:
        self.reload = True

    def _on_child(self, *_signal: object) -> None:
        """Only wakes ``wait``: a signal that is ignored would not."""
