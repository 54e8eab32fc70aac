"""Meeting tasks of one person, of the leader and for the handover."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass
from governance.meetings.models import Meeting, Task
from governance.meetings.queries.lists import (
    coming_meetings_in,
    leader_task_text,
    meetings_awaiting_reply_for,
    meetings_needing_leader_in,
)
from governance.meetings.queries.tasks import late_tasks_in, open_tasks_in, tasks_for_home
from louzu.lib.time import format_day, format_moment
from residents.models import User
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Priority, Waiting, WaitingList


def waiting(page: PageContext) -> Iterator[Waiting]:
    """Yield late tasks, invitations without a reply and tasks of the leader, then other tasks."""
    tasks = tasks_for_home(page.building, page.standing, page.user)
    for task in tasks:
        if task.late:
            yield _task_item(task, page.user)
    yield from map(_invitation_item, meetings_awaiting_reply_for(page.building, page.standing))
    if page.standing.leads:
        for meeting in meetings_needing_leader_in(page.building):
            url, note = meeting.get_absolute_url(), leader_task_text(meeting)
            yield Waiting(meeting.title, note, url, _("去办"), priority=Priority.TODAY)
    for task in tasks:
        if not task.late:
            yield _task_item(task, page.user)


def for_leader(page: PageContext) -> Iterator[Waiting]:
    for task in late_tasks_in(page.building):
        note = _("%(who)s说好%(due)s前办好") % {
            "who": task.taken_by,
            "due": format_day(task.due_on),
        }
        url = task.resolution.item.meeting.get_absolute_url()
        yield Waiting(task.resolution.text, note, url, heading=Heading.OVERDUE)
    for meeting in meetings_needing_leader_in(page.building):
        yield Waiting(meeting.title, leader_task_text(meeting), meeting.get_absolute_url())


def unfinished(page: PageContext, most: int) -> Iterator[WaitingList]:
    slug = [page.building.slug]
    meetings = [
        Waiting(meeting.title, format_moment(meeting.starts_at), meeting.get_absolute_url())
        for meeting in coming_meetings_in(page.building, most)
    ]
    yield WaitingList(_("要开的会"), meetings, reverse("meetings:list", args=slug), order=30)
    tasks = [
        _given_task_item(task)
        for task in open_tasks_in(page.building, page.standing, page.user)[:most]
    ]
    url = reverse("meetings:tasks", args=slug)
    yield WaitingList(_("会上交代、还没办好的"), tasks, url, order=40)


def _invitation_item(meeting: Meeting) -> Waiting:
    """The invitation is a canvass, too. It is listed as the meeting only."""
    carried_by = meeting.invitation_id
    return Waiting(
        meeting.title,
        f"{format_moment(meeting.starts_at)} · {meeting.place}",
        meeting.get_absolute_url(),
        _("说来不来"),
        priority=Priority.TODAY,
        due=meeting.starts_at,
        replaces=(Canvass._meta.label_lower, carried_by) if carried_by else None,
    )


def _task_item(task: Task, user: User) -> Waiting:
    """Return a task of the user, or a late task of another person, which the leader sees."""
    if not task.late:
        note = _("%(due)s前办好") % {"due": format_day(task.due_on)}
    elif task.taken_by_id == user.pk:
        note = _("说好%(due)s前办好，过了日子") % {"due": format_day(task.due_on)}
    else:
        words = {"who": task.taken_by, "due": format_day(task.due_on)}
        note = _("%(who)s说好%(due)s前办好，过了日子") % words
    url = reverse(
        "meetings:settle",
        args=[task.building.slug, task.resolution.item.meeting_id, task.pk],
    )
    priority = Priority.TODAY if task.late else Priority.SOON
    return Waiting(task.resolution.text, note, url, _("说一声"), priority=priority)


def _given_task_item(task: Task) -> Waiting:
    words = {"who": task.taken_by, "due": format_day(task.due_on)}
    note = _("%(who)s，%(due)s前") % words
    return Waiting(task.resolution.text, note, task.resolution.item.meeting.get_absolute_url())
