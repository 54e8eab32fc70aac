"""The text messages that a test sent."""

from __future__ import annotations


class Outbox:
    sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))
