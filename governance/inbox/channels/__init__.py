"""The channels on which messages leave the portal. Those without configuration are off."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from governance.inbox.channels.base import ChannelSender

MODULES = tuple(f"governance.inbox.channels.{name}" for name in ("email", "push", "sms", "wechat"))
"""Modules with a ``SENDER``."""


def senders() -> dict[str, ChannelSender]:
    """Map values of ``DeliveryChannel`` to the senders that are configured."""
    return {sender.channel: sender for sender in _all_senders() if sender.is_configured()}


@cache
def _all_senders() -> tuple[ChannelSender, ...]:
    return tuple(import_module(module).SENDER for module in MODULES)
