"""Backends for text messages. ``LOUZU_SMS`` names the class."""

from __future__ import annotations

import sys
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsBackend(Protocol):
    """The interface of a backend. It is instantiated without arguments for each message."""

    def send(self, phone: str, text: str) -> None:
        """Send a message. ``phone`` has eleven digits, without country code. Raises the provider's
        exceptions."""


class ConsoleSmsBackend:
    """Writes messages to the console, for the demo and for development."""

    def send(self, phone: str, text: str) -> None:
        sys.stdout.write(f"SMS {phone}: {text}\n")
        sys.stdout.flush()


def backend() -> SmsBackend:
    made: SmsBackend = import_string(settings.SMS)()
    return made
