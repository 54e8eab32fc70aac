"""The charter's part of the next days and of a week's results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance.charters.queries.week import drafts_until_in, editions_enacted_in
from residents.rooms.context import PageContext
from residents.rooms.contributions import WeekResult
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of


def coming(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[Occasion]:
    """Yield the end of a consultation. A sign-off is a canvass and yielded by that room."""
    for draft in drafts_until_in(page.building, since=since, until=until):
        yield Occasion(
            what=str(draft.edition.charter),
            sentence=_("草稿给大家看了，提意见的最后一天。"),
            starts_at=draft.until or until,
            deadline=True,
            url=draft.get_absolute_url(),
            thing=thing_of(draft),
            changed_at=draft.put_out_at or draft.begun_at,
        )


def results(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[WeekResult]:
    for edition in editions_enacted_in(page.building, since=since, until=until):
        words = {"charter": edition.charter, "edition": edition}
        sentence = _("%(charter)s%(edition)s生效了。") % words
        yield WeekResult(edition.in_force_at or until, sentence, thing_of(edition.charter))
