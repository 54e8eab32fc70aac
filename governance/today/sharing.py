"""The weekly sheet as it is forwarded to a chat group."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.today.queries.sheet import occasions_for, results_for
from governance.today.queries.week import CalendarWeek
from louzu.lib.text import truncated
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard

MAX_COMING, MAX_TITLE = 5, 30
MAX_RESULTS, MAX_RESULT = 3, 60


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    """Return the summary of a week. ``pk`` is year and number of the week: 202648."""
    week = CalendarWeek.named(f"{pk // 100}-W{pk % 100:02d}")
    if week is None or not page.standing.member:
        return None
    now = timezone.now()
    current = week == CalendarWeek.of(timezone.localdate(now))
    coming = [
        f"{format_day(one.day)} {truncated(one.what, MAX_TITLE)}"
        for one in (occasions_for(page, now)[:MAX_COMING] if current else [])
    ]
    results = results_for(page, week)[:MAX_RESULTS]
    done = [truncated(one.unnamed or one.sentence, MAX_RESULT) for one in results]
    return ShareCard(
        kind=_("楼组周报"),
        title=_("%(name)s这一周") % {"name": page.building.name},
        when=_("%(first)s到%(last)s")
        % {"first": format_day(week.first), "last": format_day(week.last)},
        sentence="\n".join([*coming, *done]),
        url=reverse("today:week", args=[page.building.slug, week.name]),
        asks=_("扫一扫，看这一周的事"),
    )


SHAREABLE = {"today.week": Shareable(gettext_lazy("楼组周报"), card_of)}
