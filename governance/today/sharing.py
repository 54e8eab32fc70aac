"""The weekly sheet as it is forwarded to a chat group."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.today.queries.sheet import days_of, occasions_for, results_for
from governance.today.queries.week import CalendarWeek
from louzu.lib.text import truncated
from louzu.lib.time import format_day
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard

MAX_COMING, MAX_TITLE = 5, 22
MAX_RESULTS, MAX_RESULT = 3, 50


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    """Return the summary of a week, of the present one with the seven days that begin today. ``pk`` is
    year and number of the week: 202648."""
    week = CalendarWeek.named(f"{pk // 100}-W{pk % 100:02d}")
    if week is None or not page.standing.member:
        return None
    today = timezone.localdate()
    current = week == CalendarWeek.of(today)
    days = days_of(occasions_for(page, timezone.now())[:MAX_COMING], today) if current else []
    coming = [
        f"{format_day(day.date)}{entry.hour} {truncated(entry.occasion.what, MAX_TITLE)}"
        for day in days
        for entry in day.entries
    ]
    first, last = (days[0].date, days[-1].date) if days else (week.first, week.last)
    results = results_for(page, week)[:MAX_RESULTS]
    done = [truncated(one.unnamed or one.sentence, MAX_RESULT) for one in results]
    return ShareCard(
        kind=_("楼组周报"),
        title=_("%(name)s这一周") % {"name": page.building.name},
        when=_("%(first)s到%(last)s") % {"first": format_day(first), "last": format_day(last)},
        sentence="\n".join([*coming, *done]),
        url=reverse("today:week", args=[page.building.slug, week.name]),
        asks=_("扫一扫，看这一周的事"),
    )


SHAREABLE = {"today.week": Shareable(gettext_lazy("楼组周报"), card_of)}
