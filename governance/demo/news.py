"""Dates of the demo's messages. Its actions all run now, but its story happened over two years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F, Max, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from governance.inbox.models import InboxItem, Message

FRESH = dt.timedelta(days=2)
MAX_FRESH = 3
"""News that a person has not read yet."""


@contextmanager
def told(*, days_ago: int) -> Iterator[None]:
    """Date the messages that are written inside to some days ago."""
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    then = timezone.now() - dt.timedelta(days=days_ago)
    Message.objects.filter(pk__gt=last).update(created_at=then)


def read_old_news() -> None:
    """Mark news as read an hour after it was told, but for the newest of the last days."""
    newest_first = Window(
        RowNumber(),
        partition_by=F("user"),
        order_by=[F("message__created_at").desc(), F("message").desc()],
    )
    recent = InboxItem.objects.filter(message__created_at__gt=timezone.now() - FRESH)
    fresh = recent.annotate(place=newest_first).filter(place__lte=MAX_FRESH)
    read = InboxItem.objects.exclude(pk__in=[*fresh.values_list("pk", flat=True)])
    for item in read.select_related("message"):
        item.read_at = min(item.message.created_at + dt.timedelta(hours=1), timezone.now())
        item.save(update_fields=["read_at"])
