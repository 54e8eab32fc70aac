"""The interface of a channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal, Protocol
from uuid import UUID

from governance.inbox.models import ContactWay, DeliveryChannel


class SendOutcome(Enum):
    """The result of handing over a message to a provider."""

    SENT = auto()
    """The provider took it."""
    LATER = auto()
    """It may succeed later: the provider is down, or we send too fast."""
    BAD_ADDRESS = auto()
    """This address gets no more messages. The way ends."""
    BAD_TEXT = auto()
    """The provider refuses this text or template. Other messages may succeed."""
    NOBODY = auto()
    """Nobody gets messages now: our account, key or quota is refused. The channel stops."""
    UNCLEAR = auto()
    """The connection broke after the message was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    outcome: SendOutcome
    detail: str = ""
    """A code of the provider, for the keeper. Never a text with personal data."""
    provider_id: str = ""
    retry_after: dt.timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A message as one person gets it, in their script."""

    key: UUID
    """Sent to providers that drop repeats."""
    type: str
    short: str
    """At most 40 characters that name nobody, for a lock screen."""
    long: str
    url: str
    """Absolute address of the page."""
    unsubscribe_url: str
    urgent: bool
    happens_at: dt.datetime | None
    """When what it is about takes place, if it has a time."""
    useful_until: dt.datetime
    values: Mapping[str, str]


class ChannelSender(Protocol):
    """A sender of one channel. It reads no table but the way that it is given."""

    channel: DeliveryChannel
    queue: Literal["once", "many"]
    """``many`` if the provider drops repeats."""
    drops_repeats_for: dt.timedelta
    """How long after a delivery was handed over the provider drops a repeat with the same key."""

    def is_configured(self) -> bool: ...

    def send(self, way: ContactWay, message: OutgoingMessage) -> SendResult: ...
