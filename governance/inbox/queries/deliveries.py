"""What became of messages, for the keeper of the installation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from governance.inbox.lifecycle import TO_SEND, TRIED, DeliveryState
from governance.inbox.models import ChannelStop, Delivery, DeliveryChannel

COUNTED = dt.timedelta(days=30)
MAX_SHOWN = 50


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    channel: str
    state: str
    number: int


def delivery_counts() -> list[DeliveryCount]:
    """Return the numbers of the last thirty days by channel and state."""
    recent = Delivery.objects.filter(message__created_at__gte=timezone.now() - COUNTED)
    counted = recent.values_list("channel", "state").annotate(Count("pk"))
    return [
        DeliveryCount(str(DeliveryChannel(channel).label), str(DeliveryState(state).label), number)
        for channel, state, number in counted.order_by("channel", "state")
    ]


def numbers_to_watch() -> dict[tuple[str, ...], float]:
    """Return by channel and state how many wait, are tried again, are unclear or failed. These are few;
    what was sent is not counted."""
    states = [*TO_SEND, *TRIED, DeliveryState.FAILED]
    found = Delivery.objects.filter(state__in=states).values_list("channel", "state")
    return {(channel, state): number for channel, state, number in found.annotate(Count("pk"))}


def troubled_deliveries() -> QuerySet[Delivery]:
    """Return the newest that are unclear or were given up."""
    found = Delivery.objects.filter(state__in=[DeliveryState.UNCLEAR, DeliveryState.FAILED])
    return found.select_related("message").order_by("-pk")[:MAX_SHOWN]


def channel_stops() -> QuerySet[ChannelStop]:
    return ChannelStop.objects.filter(until__gt=timezone.now()).order_by("channel")
