"""The receiver of the sending bench, and a bare loop that the sending is compared with.

``python -m dev.bench_smtp PORT COUNT each|kept < mail`` sends one mail so often with smtplib alone, each
by a connection of its own or all by one, and prints the seconds.
"""

from __future__ import annotations

import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from louzu.env import ROOT

SENDER, RECEIVER = "bench@example.org", "somebody@example.org"


class Receiver:
    """An SMTP handler that accepts every mail, counts them and keeps the last."""

    def __init__(self) -> None:
        self.lock = threading.Condition()
        self.count = 0
        self.last_at = 0.0
        self.last_mail = b""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        with self.lock:
            self.count, self.last_at = self.count + 1, time.perf_counter()
            self.last_mail = envelope.original_content or b""
            self.lock.notify_all()
        return "250 OK"

    def wait_for(self, count: int, timeout: float) -> float:
        """Return when mail number ``count`` arrived, of the performance counter."""
        with self.lock:
            if not self.lock.wait_for(lambda: self.count >= count, timeout):
                raise SystemExit(f"{self.count} of {count} mails arrived in {timeout:g} seconds")
            return self.last_at


@contextmanager
def run_receiver(port: int) -> Iterator[Receiver]:
    receiver = Receiver()
    controller = Controller(receiver, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield receiver
    finally:
        controller.stop()


def bare_rate(port: int, count: int, way: str, mail: bytes) -> float:
    """Return mails a second of smtplib alone, in a process of its own."""
    command = [sys.executable, "-m", "dev.bench_smtp", str(port), str(count), way]
    done = subprocess.run(command, cwd=ROOT, input=mail, capture_output=True, check=True)
    return count / float(done.stdout)


def main(port: int, count: int, way: str) -> float:
    mail = sys.stdin.buffer.read()
    begun = time.perf_counter()
    if way == "kept":
        with smtplib.SMTP("127.0.0.1", port) as wire:
            for _ in range(count):
                wire.sendmail(SENDER, [RECEIVER], mail)
    else:
        for _ in range(count):
            with smtplib.SMTP("127.0.0.1", port) as wire:
                wire.sendmail(SENDER, [RECEIVER], mail)
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
