"""Mark news as read by a person."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from governance.inbox.models import InboxItem
from governance.inbox.models.messages import InboxItemQuerySet
from governance.inbox.queries.news import unread_news_at
from residents.models import Building, User
from residents.people.actions.content_versions import bump_user
from residents.rooms.waiting import Thing


@transaction.atomic
def mark_news_read(items: InboxItemQuerySet, *, by: User) -> None:
    if items.filter(user=by).unread().update(read_at=timezone.now()):
        bump_user(by)


def mark_thing_read(thing: Thing, *, by: User) -> None:
    """Mark all news about a thing as read."""
    mark_news_read(InboxItem.objects.about(thing), by=by)


def mark_page_read(path: str, *, by: User) -> None:
    """Mark all news that lead to a page as read."""
    mark_news_read(unread_news_at(path, by), by=by)


def mark_all_read(building: Building, *, by: User) -> None:
    mark_news_read(InboxItem.objects.filter(message__building=building), by=by)
