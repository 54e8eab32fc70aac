"""Meetings and minutes as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.queries.progress import progress_sentence
from governance.meetings.lifecycle import MeetingState, TaskState
from governance.meetings.models import Meeting
from governance.meetings.queries.tasks import readable_task_in
from governance.meetings.queries.week import decisions_of, shared_meeting_in
from louzu.lib.text import excerpt, join_first, truncated
from louzu.lib.time import format_day, format_moment, format_span
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard

MAX_DECISIONS, MAX_TASK = 3, 120


def card_of(page: PageContext, pk: int) -> ShareCard | None:
    meeting = shared_meeting_in(page.building, pk) if page.standing.member else None
    if meeting is None:
        return None
    meeting.building = page.building
    return _invitation_card(meeting) if meeting.ahead else _minutes_card(meeting)


def page_of(page: PageContext, pk: int) -> str:
    """A meeting that was cancelled has a page that says why."""
    found = page.building.meeting_set.select_related("building").filter(pk=pk)
    meeting = found.first() if page.standing.member else None
    return meeting.get_absolute_url() if meeting else ""


def _invitation_card(meeting: Meeting) -> ShareCard:
    asked = meeting.invitation
    return ShareCard(
        kind=meeting.get_kind_display(),
        title=meeting.title,
        when=_("%(when)s，%(place)s")
        % {"when": format_span(meeting.starts_at, meeting.ends_at), "place": meeting.place},
        sentence=excerpt(meeting.note),
        state=progress_sentence(asked) if asked and asked.taking_answers else "",
        url=meeting.get_absolute_url(),
        asks=_("扫一扫，说来不来"),
    )


def _minutes_card(meeting: Meeting) -> ShareCard:
    """The decisions only if residents may read the minutes."""
    published = meeting.state == MeetingState.PUBLISHED
    texts = [truncated(text, 40) for text in decisions_of(meeting)] if published else []
    return ShareCard(
        kind=_("会议记录") if published else meeting.get_kind_display(),
        title=meeting.title,
        when=format_moment(meeting.starts_at),
        sentence=_("说好了：%(decided)s") % {"decided": join_first(texts, MAX_DECISIONS)}
        if texts
        else "",
        url=meeting.get_absolute_url(),
        asks=_("扫一扫，看会上怎么说"),
    )


def card_of_task(page: PageContext, pk: int) -> ShareCard | None:
    """Whoever takes the task is not named."""
    task = readable_task_in(page.building, pk) if page.standing.member else None
    if task is None or task.state == TaskState.DROPPED:
        return None
    is_open = task.state == TaskState.OPEN
    return ShareCard(
        kind=_("交代的事"),
        title=truncated(task.what, MAX_TASK),
        when=_("说好%(day)s前办好") % {"day": format_day(task.due_on)} if is_open else "",
        state=_("还在办") if is_open else _("办好了"),
        url=task.get_absolute_url(),
        asks=_("扫一扫，看办到哪里了"),
    )


def page_of_task(page: PageContext, pk: int) -> str:
    """A task that was dropped has a page that says why."""
    task = readable_task_in(page.building, pk) if page.standing.member else None
    return task.get_absolute_url() if task else ""


SHAREABLE = {
    "meetings.meeting": Shareable(gettext_lazy("议事会"), card_of, page_of),
    "meetings.task": Shareable(gettext_lazy("交代的事"), card_of_task, page_of_task),
}
