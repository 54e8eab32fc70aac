"""The text messages that a test sent."""

from __future__ import annotations

from louzu.lib.sms.base import SmsOutcome, SmsResult


class Outbox:
    sent: list[tuple[str, str]] = []
    """Numbers and texts: purpose and values."""
    outcome = SmsOutcome.HANDED_OVER

    def send(self, phone, purpose, values):
        self.sent.append((phone, f"{purpose}: {' '.join(values.values())}"))
        return SmsResult(self.outcome, reason="isv.TEST")
