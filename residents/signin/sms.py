"""Sending a text message: one class with one method, named in ``LOUZU_SMS``."""

from __future__ import annotations

import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsBackend(Protocol):
    """What a provider's class has to offer; it is made without arguments for each message."""

    def send(self, phone: str, text: str) -> None:
        """``phone``: eleven digits, no country code. Raises whatever the provider raises."""


class ConsoleSmsBackend:
    """Writes the message where the server was started: for the demo and for development."""

    def send(self, phone: str, text: str) -> None:
        sys.stdout.write(f"SMS {phone}: {text}\n")
        sys.stdout.flush()


def backend() -> SmsBackend:
    made: SmsBackend = import_string(settings.SMS)()
    return made
