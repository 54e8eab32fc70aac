"""The stored news of a person."""

from __future__ import annotations

from typing import TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, Q, QuerySet
from django.utils.translation import get_language

from governance.inbox.models import InboxItem, Message
from governance.inbox.models.messages import InboxItemQuerySet
from governance.inbox.rendering import render_news
from louzu.lib.paging import Keyset
from residents.models import Building, User
from residents.rooms.waiting import NewsItem

M = TypeVar("M", bound=Model)
MAX_UNREAD = 50
"""Rows that the front page looks at."""
NEWEST_FIRST = Keyset(("pk",))


def unread_news_for(building: Building, user: User) -> list[NewsItem]:
    """Return the newest unread news."""
    unread = _rows_for(building, user).unread().order_by("-pk")
    return [*map(_row, unread[:MAX_UNREAD])]


def news_page_for(
    building: Building, user: User, *, after: str | None
) -> tuple[list[NewsItem], str]:
    """Return a page of news, newest first, and the query string of the next page."""
    page = NEWEST_FIRST.page(_rows_for(building, user), after)
    return [*map(_row, page.rows)], page.next_url


def unread_news_at(path: str, user: User) -> InboxItemQuerySet:
    """Return the unread news that lead to a page."""
    here = Q(message__url=path)
    part_of_it = Q(message__url__startswith=f"{path}?") | Q(message__url__startswith=f"{path}#")
    return InboxItem.objects.filter(here | part_of_it, user=user).unread()


def with_unread_news(rows: QuerySet[M], user: User | AnonymousUser, path: str) -> QuerySet[M]:
    """Annotate ``unread_news``: whether the reader has unread news that lead to a page."""
    if not isinstance(user, User):
        return rows
    return cast("QuerySet[M]", rows.annotate(unread_news=Exists(unread_news_at(path, user))))


def _rows_for(building: Building, user: User) -> InboxItemQuerySet:
    valid = Message.objects.valid().filter(building=building)
    news = InboxItem.objects.filter(user=user, message__in=valid)
    return news.newest_of_each().select_related("message")


def _row(item: InboxItem) -> NewsItem:
    message, count = item.message, item.unread_count
    words = render_news(message, count, get_language() or "zh-hans")
    return NewsItem(words, "", message.url, message.created_at, unread=item.read_at is None)
