"""Reading the notice board."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from governance.notices.lifecycle import State
from governance.notices.models import Notice, NoticeQuerySet, Reading, Version
from louzu.lib.paging import Keyset, Page
from residents.models import Building, Standing, User
from residents.scope import housed

BOARD = Keyset(("pinned", "shows_from", "pk"))
LIST_FIELDS = (
    "building", "state", "kind", "audience", "title", "pinned", "office", "shows_from",
    "expires_at", "corrected_at", "author__shown_name", "author__username", "author__shows_name",
    "author__forgotten_at",
)  # fmt: skip


def readable(building: Building, standing: Standing) -> NoticeQuerySet:
    notices = Notice.objects.of(building)
    return notices if standing.member else notices.public()


def board_of(
    building: Building, standing: Standing, user: User | None, *, after: str | None = None
) -> Page[Notice]:
    """A page of what hangs on the board: pinned first, then newest; unread ones marked."""
    notices = _listed(readable(building, standing).shown())
    if user and standing.member:
        notices = notices.with_unread_mark_for(user)
    return _page(notices, building, after)


def past_of(building: Building, standing: Standing, *, after: str | None = None) -> Page[Notice]:
    """A page of what was taken down or ran out."""
    return _page(_listed(readable(building, standing).past()), building, after)


def waiting_in(building: Building) -> list[Notice]:
    """Drafts and notices posted for a later hour, for those who hold the pen."""
    waiting = _listed(Notice.objects.of(building).waiting()).order_by("-pk")[:20]
    return housed(waiting, building)


def tide_of(building: Building) -> dt.datetime | None:
    """When the clock next moves something on the board: the soonest beginning or end ahead.

    Two seeks on the indexes over the dates, however many notices there are; drafts count, at no
    cost but a page made anew.
    """
    now = timezone.now()
    of = Notice.objects.of(building).order_by()
    begins = of.filter(shows_from__gt=now).order_by("shows_from").values_list("shows_from")[:1]
    ends = of.filter(expires_at__gt=now).order_by("expires_at").values_list("expires_at")[:1]
    return min((at for (at,) in begins.union(ends, all=True)), default=None)


def for_page(user: User | None = None) -> NoticeQuerySet:
    """A notice with what its page shows; for a person, whether it is still unread."""
    notices = Notice.objects.select_related("author").prefetch_related("attachments")
    return notices.with_unread_mark_for(user) if user else notices


def versions_of(notice: Notice) -> list[Version]:
    """Every text that hung on the board, newest first."""
    return list(Version.objects.filter(notice=notice).select_related("by").order_by("-number"))


def notices_by(user: User) -> NoticeQuerySet:
    return Notice.objects.filter(author=user).order_by("-pk")


def versions_by(user: User) -> QuerySet[Version]:
    return Version.objects.filter(by=user).order_by("-pk")


def readings_of(user: User) -> QuerySet[Reading]:
    """What a person opened, the last one first."""
    return Reading.objects.filter(user=user).select_related("notice").order_by("-at", "-pk")


def due_unannounced() -> NoticeQuerySet:
    """Scheduled notices whose hour has come and which the journal has not told yet."""
    return Notice.objects.filter(
        state=State.POSTED, announced=False, shows_from__lte=timezone.now()
    )


def _page(notices: NoticeQuerySet, building: Building, after: str | None) -> Page[Notice]:
    page = BOARD.page(notices, after)
    return Page(housed(page.rows, building), page.next_url)


def _listed(notices: NoticeQuerySet) -> NoticeQuerySet:
    return notices.select_related("author").only(*LIST_FIELDS)
