"""The lounge's part of the next days and of a week's results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance.lounge.models import Thread
from governance.lounge.queries.week import invitations_between_in, threads_settled_in
from louzu.lib.quoting import quoted
from residents.rooms.context import PageContext
from residents.rooms.contributions import WeekResult
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of


def coming(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[Occasion]:
    for thread in invitations_between_in(page.building, since=since, until=until):
        invitation = thread.invitation
        yield Occasion(
            what=thread.title,
            sentence=_("%(who)s约的，都可以来。") % {"who": thread.byline},
            starts_at=thread.starts_at or invitation.changed_at,
            ends_at=invitation.ends_at,
            voluntary=True,
            place=invitation.place,
            url=thread.get_absolute_url(),
            thing=thing_of(thread),
            sequence=invitation.sequence,
            changed_at=invitation.changed_at,
        )


def results(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[WeekResult]:
    """Yield needs that were met, worries that were settled and plans that were taken up."""
    outcomes = {
        Thread.Kind.NEED: _("“%(what)s”解决了，谢谢帮忙的邻居。"),
        Thread.Kind.WORRY: _("“%(what)s”解决了。"),
        Thread.Kind.PLAN: _("“%(what)s”采纳了，要办。"),
    }
    for thread in threads_settled_in(page.building, since=since, until=until):
        sentence = outcomes[Thread.Kind(thread.kind)] % {"what": quoted(thread.title)}
        yield WeekResult(thread.ended_at or until, sentence, thing_of(thread))
