"""The meetings' part of the next days and of a week's results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance.meetings.models import Meeting, Task
from governance.meetings.queries.lists import MAX_MEETINGS_ON_HOME, coming_meetings_in
from governance.meetings.queries.week import (
    meetings_between_in,
    meetings_published_in,
    tasks_done_in,
)
from louzu.lib.quoting import quoted
from louzu.lib.text import excerpt, join_first, truncated
from residents.rooms.context import PageContext
from residents.rooms.contributions import WeekResult
from residents.rooms.occasions import Occasion
from residents.rooms.waiting import thing_of

MAX_DECISIONS = 2
"""Decisions of one meeting that the sheet quotes."""


def coming(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[Occasion]:
    for meeting in meetings_between_in(page.building, since=since, until=until):
        yield Occasion(
            what=meeting.title,
            sentence=excerpt(meeting.note, 60) or meeting.get_kind_display(),
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.place,
            url=meeting.get_absolute_url(),
            thing=thing_of(meeting),
            sequence=meeting.sequence,
            changed_at=meeting.changed_at,
        )


def soon(page: PageContext) -> Iterator[Occasion]:
    for meeting in page.once(coming_meetings_in, page.building, MAX_MEETINGS_ON_HOME):
        yield Occasion(
            what=meeting.title,
            starts_at=meeting.starts_at,
            place=meeting.place,
            url=meeting.get_absolute_url(),
            thing=thing_of(meeting),
            changed_at=meeting.changed_at,
        )


def results(page: PageContext, since: dt.datetime, until: dt.datetime) -> Iterator[WeekResult]:
    """Yield what was decided, from published minutes, and tasks that are done."""
    for meeting in meetings_published_in(page.building, since=since, until=until):
        yield WeekResult(meeting.published_at or until, _decided(meeting), thing_of(meeting))
    for task in tasks_done_in(page.building, since=since, until=until):
        unnamed = _("“%(what)s”办好了。") % {"what": quoted(task.what)}
        yield WeekResult(task.settled_at or until, _done(task), thing_of(task), unnamed)


def _decided(meeting: Meeting) -> str:
    texts = [
        truncated(resolution.text, 40)
        for item in meeting.items.all()
        for resolution in item.resolutions.all()
    ]
    if not texts:
        return _("开了会：“%(what)s”。") % {"what": quoted(meeting.title)}
    words = {"what": quoted(meeting.title), "decided": join_first(texts, MAX_DECISIONS)}
    return _("开会说好了：%(decided)s（“%(what)s”）。") % words


def _done(task: Task) -> str:
    words = {"what": quoted(task.what), "who": task.taken_by.known_as}
    return _("“%(what)s”办好了，谢谢%(who)s。") % words
