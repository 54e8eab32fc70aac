"""The board's part of the next days: events of notices, and postings that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance.notices.models import Notice
from governance.notices.queries import notices_with_time_in, shown_notices_in
from residents.rooms.context import PageContext
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of


def coming(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[Occasion]:
    for notice in notices_with_time_in(page.building, page.standing, since=since, until=until):
        if notice.happens_from and notice.happens_from < until:
            yield _event(notice, notice.happens_from)
        if notice.is_posting and notice.expires_at and since < notice.expires_at <= until:
            yield _end_of_posting(notice, notice.expires_at)


def soon(page: PageContext) -> Iterator[Occasion]:
    for notice in page.once(shown_notices_in, page.building, page.standing, page.user).rows:
        if notice.happens_from:
            yield Occasion(
                what=notice.title,
                starts_at=notice.happens_from,
                ends_at=notice.happens_until,
                url=notice.get_absolute_url(),
                thing=thing_of(notice),
                changed_at=notice.corrected_at or notice.shows_from,
            )


def _event(notice: Notice, starts_at: dt.datetime) -> Occasion:
    return Occasion(
        what=notice.title,
        sentence=notice.summary,
        starts_at=starts_at,
        ends_at=notice.happens_until,
        url=notice.get_absolute_url(),
        thing=thing_of(notice),
        sequence=notice.version,
        changed_at=notice.corrected_at or notice.shows_from,
    )


def _end_of_posting(notice: Notice, at: dt.datetime) -> Occasion:
    return Occasion(
        what=notice.title,
        sentence=_("公示的最后一天，有意见请今天说。"),
        starts_at=at,
        deadline=True,
        url=notice.get_absolute_url(),
        thing=thing_of(notice),
        sequence=notice.version,
        changed_at=notice.corrected_at or notice.shows_from,
    )
