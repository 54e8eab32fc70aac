"""Delete old messages by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.inbox.models import ContactWay, Delivery, Message

KEPT_DELIVERIES = dt.timedelta(days=180)
KEPT_MESSAGES = dt.timedelta(days=365)
KEPT_ENDED_WAYS = dt.timedelta(days=30)


def delete_old_messages() -> None:
    """Delete deliveries after half a year, messages with their news after a year, and ended
    addresses after thirty days."""
    now = timezone.now()
    Delivery.objects.filter(message__created_at__lt=now - KEPT_DELIVERIES).delete()
    Message.objects.filter(created_at__lt=now - KEPT_MESSAGES).delete()
    ContactWay.objects.filter(ended_at__lt=now - KEPT_ENDED_WAYS).delete()
