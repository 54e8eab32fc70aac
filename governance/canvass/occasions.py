"""The questions' part of the next days and of a week's results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance.canvass.models import Canvass, Purpose
from governance.canvass.queries.outcomes import outcome_sentence
from governance.canvass.queries.week import canvasses_ending_in, canvasses_published_in
from louzu.lib.quoting import quoted
from residents.rooms.context import PageContext
from residents.rooms.contributions import WeekResult
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of


def coming(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[Occasion]:
    """Yield the ends of open questions. Those that carry a notice or an invitation are left out:
    that thing has a time of its own."""
    for canvass in canvasses_ending_in(page.building, since=since, until=until):
        yield Occasion(
            what=canvass.question,
            sentence=_closing_sentence(canvass),
            starts_at=canvass.closes_at,
            deadline=True,
            url=canvass.get_absolute_url(),
            thing=thing_of(canvass),
            sequence=int(canvass.extended_from is not None),
            changed_at=canvass.opened_at or canvass.opens_at,
        )


def results(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[WeekResult]:
    for canvass in canvasses_published_in(page.building, since=since, until=until):
        words = {"what": quoted(canvass.question), "outcome": outcome_sentence(canvass)}
        sentence = _("“%(what)s”：%(outcome)s") % words
        yield WeekResult(canvass.published_at or until, sentence, thing_of(canvass))


def _closing_sentence(canvass: Canvass) -> str:
    if canvass.purpose == Purpose.TELL:
        return _("最后一天，看过了请说一声。")
    if canvass.secret:
        return _("投票的最后一天。")
    return _("答复的最后一天，也可以告诉上门的邻居。")
