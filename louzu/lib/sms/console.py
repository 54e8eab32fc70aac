"""Text messages for the demo and for development."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from louzu.lib.sms.base import SmsOutcome, SmsResult


class ConsoleSms:
    """Writes messages to the console."""

    def send(self, phone: str, purpose: str, values: Mapping[str, str]) -> SmsResult:
        said = ", ".join(f"{name}={value}" for name, value in values.items())
        sys.stdout.write(f"SMS {phone} {purpose}: {said}\n")
        sys.stdout.flush()
        return SmsResult(SmsOutcome.HANDED_OVER)
