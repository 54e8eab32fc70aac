"""What the inbox keeps about a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from governance.inbox.models import ContactWay, Delivery, InboxItem, Message
from governance.inbox.models.settings import Mute
from governance.inbox.rendering import render_message
from louzu.lib.time import format_moment
from residents.models import User
from residents.rooms.messages import MessageKind

RECENT = dt.timedelta(days=30)
MAX_RECENT = 20


def ways_of(user: User) -> QuerySet[ContactWay]:
    return ContactWay.objects.filter(user=user).order_by("-pk")


def mutes_of(user: User) -> QuerySet[Mute]:
    return Mute.objects.filter(user=user).order_by("-pk")


def news_of(user: User) -> QuerySet[InboxItem]:
    return InboxItem.objects.filter(user=user).select_related("message").order_by("-message")


def deliveries_to(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.filter(user=user).select_related("message").order_by("-message")


def recent_deliveries_to(user: User) -> list[Delivery]:
    """Return the newest of the last thirty days."""
    recent = deliveries_to(user).filter(message__created_at__gte=timezone.now() - RECENT)
    return list(recent[:MAX_RECENT])


@dataclass(frozen=True, slots=True)
class ShownMessage:
    text: str
    at: str
    how: str
    """Why it was news for the person, or the channel and what became of it there."""


def shown_news(item: InboxItem) -> ShownMessage:
    text = _text_of(item.message)
    return ShownMessage(text, format_moment(item.message.created_at), item.get_because_display())


def shown_delivery(delivery: Delivery) -> ShownMessage:
    message = delivery.message
    is_digest = message.kind == MessageKind.DIGEST
    text = message.get_kind_display() if is_digest else _text_of(message)
    became = delivery.get_reason_display() or delivery.get_state_display()
    how = f"{delivery.get_channel_display()} · {became}"
    return ShownMessage(text, format_moment(message.created_at), how)


def _text_of(message: Message) -> str:
    return render_message(message, "short", get_language() or "zh-hans")
