"""A message as it leaves the portal for one person."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from governance.inbox.channels.base import OutgoingMessage
from governance.inbox.models import ContactWay, Delivery, Message
from governance.inbox.queries.recheck import lines_of
from governance.inbox.queries.types import message_type
from governance.inbox.rendering import Form, render_digest, render_message
from governance.inbox.unsubscribing import DIGEST, unsubscribe_url
from residents.rooms.messages import MessageKind


def outgoing_message(delivery: Delivery, way: ContactWay, now: dt.datetime) -> OutgoingMessage:
    """Raises LookupError if a text lacks a value."""
    message, language = delivery.message, delivery.user.language
    kind = message_type(message.type)
    texts = {form: _text(delivery, form, language, now) for form in ("short", "long")}
    return OutgoingMessage(
        key=delivery.key,
        type=message.type,
        short=texts["short"],
        long=texts["long"],
        url=absolute_url(message),
        unsubscribe_url=unsubscribe_url(way, kind.topic if kind else DIGEST),
        urgent=message.urgent,
        happens_at=message.happens_at,
        useful_until=message.useful_until,
        values=message.values,
    )


def _text(delivery: Delivery, form: Form, language: str, now: dt.datetime) -> str:
    if delivery.message.kind != MessageKind.DIGEST:
        return render_message(delivery.message, form, language)
    lines = [(line, absolute_url(line)) for line in lines_of(delivery, now)]
    return render_digest(lines, form, language)


def absolute_url(message: Message) -> str:
    return f"{settings.ROOT_URL}{message.url}"
