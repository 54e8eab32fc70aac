"""Addresses that end a kind of messages without a sign-in. They name nobody."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from governance.inbox.models import ContactWay

SALT = "inbox.unsubscribe"
DIGEST = "digest"
"""Stands for a topic in the address of a digest."""


def unsubscribe_url(way: ContactWay, topic: str) -> str:
    token = signing.dumps([way.key.hex, topic], salt=SALT)
    return f"{settings.ROOT_URL}{reverse('unsubscribe', args=[token])}"


def way_and_topic(token: str) -> tuple[UUID, str] | None:
    """Return the key of the way and the topic, or None if the token was altered."""
    try:
        key, topic = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return UUID(key), topic
