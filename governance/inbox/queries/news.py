"""The stored news of a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language

from governance.inbox.models import InboxItem, Message
from governance.inbox.models.messages import InboxItemQuerySet
from governance.inbox.rendering import render_message
from louzu.lib.paging import Keyset
from residents.models import Building, User
from residents.rooms.waiting import NewsItem, Thing

MAX_UNREAD = 50
"""Messages that the front page looks at."""
NEWEST_FIRST = Keyset(("pk",))


def unread_news_for(building: Building, user: User) -> list[NewsItem]:
    """Return the newest unread news."""
    unread = _news_for(building, user).unread().order_by("-pk")
    return _rows(building, unread[:MAX_UNREAD])


def news_page_for(
    building: Building, user: User, *, after: str | None
) -> tuple[list[NewsItem], str]:
    """Return a page of news, newest first, and the query string of the next page."""
    page = NEWEST_FIRST.page(_news_for(building, user), after)
    return _rows(building, page.rows), page.next_url


def news_item_for(building: Building, user: User, pk: str) -> InboxItem | None:
    mine = InboxItem.objects.filter(user=user, message__building=building)
    return mine.filter(pk=pk).select_related("message").first()


def _news_for(building: Building, user: User) -> InboxItemQuerySet:
    messages = Message.objects.valid().filter(building=building)
    return InboxItem.objects.filter(user=user, message__in=messages).select_related("message")


def _rows(building: Building, items: Iterable[InboxItem]) -> list[NewsItem]:
    """Return a row for each type and thing, about its newest message: ten replies are one row."""
    newest: dict[tuple[str, Thing], InboxItem] = {}
    for item in items:
        message = item.message
        newest.setdefault((message.type, (message.thing_type, message.thing_id)), item)
    return [_row(building, item) for item in newest.values()]


def _row(building: Building, item: InboxItem) -> NewsItem:
    message, address = item.message, reverse("inbox:open", args=[building.slug])
    return NewsItem(
        render_message(message, "long", get_language() or "zh-hans"),
        "",
        f"{address}?item={item.pk}",
        message.created_at,
        unread=item.read_at is None,
    )
