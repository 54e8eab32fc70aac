"""End the portal of a home and wait for that of a release. Whoever looks after it, such as systemd, or the
command in ``LOUZU_RESTART`` starts it again."""

from __future__ import annotations

import http.client
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from louzu.command.releases import UpgradeError
from louzu.lib.variables import shown
from louzu.server.locks import SERVE, lock_holder

PAUSE = 0.2
"""Seconds between two looks."""
COMMAND_END = 5.0
"""Seconds that a command which is cut off has to end."""
NOTED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NotedSignals:
    """In the block Ctrl-C, SIGTERM and SIGHUP, which a closed terminal sends, interrupt nothing.
    ``check`` raises the first one. For main threads only."""

    def __init__(self) -> None:
        self._number = 0
        self._former: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in NOTED:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as with nohup
                self._former[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def check(self) -> None:
        if self._number == signal.SIGINT:
            raise KeyboardInterrupt
        if self._number:
            raise UpgradeError(f"It was asked to end ({signal.Signals(self._number).name}).")

    def _note(self, number: int, _frame: object) -> None:
        self._number = self._number or number


@dataclass(slots=True)
class Restart:
    home: Path
    command: list[str]
    """``restart_command``, or nothing: then the portal gets SIGTERM."""
    address: tuple[str, int]
    wait: float
    """Seconds in which the portal must end, and in which the new one must be ready after that."""
    wait_back: float
    """Seconds in which the former one must be ready when it is put back."""
    check: Callable[[], None] = field(default=lambda: None)
    """Called at each look. It raises what ends the waiting."""
    _asked: bool = False
    """Whether the portal was told to end, as far as is known."""

    def to(self, tree: Path) -> None:
        """End the portal and wait until that of ``tree`` is ready. Raises UpgradeError with the reason."""
        self._end()
        if not self._until(lambda: self._runs(tree), self.wait):
            raise UpgradeError(
                f"{tree.name} was not ready within {self.wait:g} seconds: its log says why."
            )

    def back_to(self, tree: Path, portal: psutil.Process | None) -> str:
        """Return a sentence about the state. ``portal`` is the process that ran before all, which is ended
        only if somebody asked it to end."""
        if not self._asked and portal_of(self.home) == portal and self._runs(tree):
            return f"{tree.name} runs on."
        ended: list[psutil.Process] = []
        with suppress(UpgradeError):  # the state counts
            self._end()
        if self._until(lambda: self._runs_alone(tree, ended), self.wait_back):
            on = portal_of(self.home) == portal
            return f"{tree.name} runs {'on' if on else 'again'}."
        if is_ready(self.address):
            return f"Another release than {tree.name} answers: restart the portal."
        return f"{tree.name} does not run either."

    def _end(self) -> None:
        portal, self._asked = portal_of(self.home), True
        if self.command:
            self._run_command()
        elif portal:
            with suppress(psutil.NoSuchProcess):
                portal.terminate()
        if portal and not self._until(lambda: portal_of(self.home) != portal, self.wait):
            self._asked = not self.command  # which had its time
            who = (
                "The command in LOUZU_RESTART did not end"
                if self.command
                else "SIGTERM did not end"
            )
            raise UpgradeError(f"{who} the portal within {self.wait:g} seconds.")

    def _run_command(self) -> None:
        """Raises UpgradeError if it fails. It may wait until the portal has ended and begun again."""
        try:
            process = subprocess.Popen(self.command)  # noqa: S603 -- the keeper's own
        except OSError as error:
            self._asked = False
            raise UpgradeError(
                f"The command in LOUZU_RESTART cannot be started ({error.strerror})."
            ) from None
        try:
            ended = self._until(lambda: process.poll() is not None, 2 * self.wait)
        finally:
            _cut_off(process)
        if not ended:
            raise UpgradeError(
                f"The command in LOUZU_RESTART did not end within {2 * self.wait:g} seconds."
            )
        if process.returncode:
            self._asked = False
            raise UpgradeError(
                f"The command in LOUZU_RESTART failed with exit code {process.returncode}."
            )

    def _until(self, done: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            found = done()
            self.check()
            if found or time.monotonic() >= deadline:
                return found
            time.sleep(PAUSE)

    def _runs_alone(self, tree: Path, ended: list[psutil.Process]) -> bool:
        """As ``_runs``. A portal of another release that began before the link was put back is ended."""
        running = portal_of(self.home)
        if running and running not in ended and not _is_of(running, tree):
            ended.append(running)
            with suppress(UpgradeError):
                self._end()
        return self._runs(tree)

    def _runs(self, tree: Path) -> bool:
        running = portal_of(self.home)
        return running is not None and _is_of(running, tree) and is_ready(self.address)


def restart_command(variables: Mapping[str, str]) -> list[str]:
    """Return the words of ``LOUZU_RESTART``. Raises UpgradeError if they are no command."""
    try:
        words = shlex.split(variables.get("LOUZU_RESTART", ""))
    except ValueError as error:
        raise UpgradeError(
            f"LOUZU_RESTART is no command ({error}): write it as in a shell."
        ) from None
    if words and not shutil.which(words[0]):
        raise UpgradeError(
            f"LOUZU_RESTART begins with “{shown(words[0])}”, and there is no such program."
        )
    return words


def portal_of(home: Path) -> psutil.Process | None:
    """Return the supervisor of the home, never another process that works on it."""
    holder = lock_holder(home)
    return holder.process if holder and holder.kind == SERVE else None


def is_ready(address: tuple[str, int]) -> bool:
    return _status(address) == http.HTTPStatus.OK


def answers(address: tuple[str, int]) -> bool:
    """Return whether a web server is there, ready or not."""
    return _status(address) != 0


def _status(address: tuple[str, int]) -> int:
    try:
        with closing(http.client.HTTPConnection(*address, timeout=10)) as connection:
            connection.request("GET", "/readyz")
            return connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException):  # ValueError: no name of a host
        return 0


def _cut_off(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(OSError, subprocess.TimeoutExpired):  # it may be another user's, by sudo
            process.terminate()
            process.wait(COMMAND_END)


def _is_of(process: psutil.Process, tree: Path) -> bool:
    try:
        return Path(process.cmdline()[0]).is_relative_to(tree)
    except (psutil.Error, IndexError):
        return False
