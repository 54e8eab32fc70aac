"""What a person is asked, what was done at home, and what is new, collected from all rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.inbox.queries.news import news_page_for, unread_news_for
from residents.rooms.context import PageContext
from residents.rooms.manifest import rooms
from residents.rooms.waiting import DoneDuty, NewsItem, Waiting, by_time

DONE_PERIOD = dt.timedelta(days=14)


def duties_of(page: PageContext) -> list[Waiting]:
    """Return what this person is asked, by time."""
    return by_time(item for room in rooms() for item in room.duties(page))


def leaders_items_of(page: PageContext, duties: Iterable[Waiting]) -> Waiting | None:
    """Return one row that leads to the page of today and says how much stands there, unless all of it
    is among the duties."""
    if not page.standing.leads:
        return None
    listed = {duty.url for duty in duties}
    items = by_time(item for room in rooms() for item in room.for_leader(page))
    if listed.issuperset(item.url for item in items):
        return None
    count = len(items)
    words = ngettext("楼组的事有%(n)s件等您", "楼组的事有%(n)s件等您", count) % {"n": count}
    return Waiting(words, "", reverse("today:today", args=[page.building.slug]), _("去看看"))


def done_duties_of(page: PageContext) -> list[DoneDuty]:
    """Return what others at home did within ``DONE_PERIOD``, newest first."""
    since = timezone.now() - DONE_PERIOD
    found = [item for room in rooms() for item in room.done_duties(page, since)]
    return sorted(found, key=attrgetter("at"), reverse=True)


def unread_news_of(page: PageContext) -> list[NewsItem]:
    """Return what happened and this person has not read, newest first."""
    stored = unread_news_for(page.building, page.user)
    return sorted([*stored, *_computed_news(page)], key=attrgetter("at"), reverse=True)


def news_page_of(page: PageContext, after: str | None) -> tuple[list[NewsItem], str]:
    """Return a page of news, newest first, and the query string of the next page."""
    stored, next_url = news_page_for(page.building, page.user, after=after)
    computed = [] if after else _computed_news(page)
    return sorted([*stored, *computed], key=attrgetter("at"), reverse=True), next_url


def _computed_news(page: PageContext) -> list[NewsItem]:
    return [item for room in rooms() for item in room.news(page)]
