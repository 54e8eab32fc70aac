"""The channels on which messages leave the portal. Those without configuration are off."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from governance.inbox.channels.base import ChannelSender

MODULES: tuple[str, ...] = ("governance.inbox.channels.wechat",)
"""Modules with a ``SENDER``."""


@cache
def senders() -> dict[str, ChannelSender]:
    """Map values of ``DeliveryChannel`` to the senders that are configured."""
    found: list[ChannelSender] = [import_module(module).SENDER for module in MODULES]
    return {sender.channel: sender for sender in found if sender.is_configured()}
