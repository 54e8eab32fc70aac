"""Mark news as read by a person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from governance.inbox.models import InboxItem
from governance.inbox.models.messages import InboxItemQuerySet
from residents.models import Building, User
from residents.people.actions.content_versions import bump_user
from residents.rooms.waiting import Thing


@transaction.atomic
def mark_news_read(items: InboxItemQuerySet, *, by: User) -> None:
    if items.filter(user=by).unread().update(read_at=timezone.now()):
        bump_user(by)


def mark_thing_read(thing: Thing, *, by: User) -> None:
    """Mark all news about a thing as read. Its page calls this."""
    mark_news_read(InboxItem.objects.about(thing), by=by)


def mark_same_read(item: InboxItem, *, by: User) -> None:
    """Mark all news of the same type about the same thing as read, which are one row."""
    message = item.message
    about = InboxItem.objects.about((message.thing_type, message.thing_id))
    mark_news_read(about.filter(message__type=message.type), by=by)


def mark_all_read(building: Building, *, by: User) -> None:
    mark_news_read(InboxItem.objects.filter(message__building=building), by=by)
