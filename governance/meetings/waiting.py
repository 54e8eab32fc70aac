"""Tasks and meetings that wait for a person, for the leader and for the handover."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.canvass.models import Canvass
from governance.meetings.lifecycle import AHEAD
from governance.meetings.models import Meeting, Task
from governance.meetings.queries.lists import (
    coming_meetings_in,
    leader_task_text,
    meetings_awaiting_reply_for,
    meetings_needing_leader_in,
)
from governance.meetings.queries.tasks import late_tasks_in, open_tasks_in, tasks_for_home
from louzu.lib.time import end_of_day, format_day, format_moment
from residents.models import User
from residents.people.models.standing import office_name
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting, WaitingList, thing_of


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield the person's tasks and invitations without a reply, and for the leader late tasks of
    others and meetings that need something."""
    for task in tasks_for_home(page.building, page.standing, page.user):
        yield _task_item(task, page.user)
    yield from map(_invitation_item, meetings_awaiting_reply_for(page.building, page.standing))
    if page.standing.leads:
        for meeting in page.once(meetings_needing_leader_in, page.building):
            yield _leaders_item(meeting, _("去办"))


def for_leader(page: PageContext) -> Iterator[Waiting]:
    for task in late_tasks_in(page.building):
        words = {"who": task.taken_by, "due": format_day(task.due_on)}
        if task.resolution:
            note = _("%(who)s说好%(due)s前办好") % words
        else:
            note = _("请%(who)s%(due)s前办好") % words
        url, at = task.get_absolute_url(), end_of_day(task.due_on)
        yield Waiting(task.what, note, url, heading=Heading.OVERDUE, at=at)
    for meeting in page.once(meetings_needing_leader_in, page.building):
        yield _leaders_item(meeting)


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
    yield WaitingList(_("请人去办、还没办好的"), tasks, url, order=40)


def _leaders_item(meeting: Meeting, action: str = "") -> Waiting:
    at = meeting.starts_at if meeting.state in AHEAD else None
    url, note = meeting.get_absolute_url(), leader_task_text(meeting)
    turn = bool(meeting.proposed or meeting.asked)
    return Waiting(meeting.title, note, url, action, at=at, at_is="at", turn=turn)


def _invitation_item(meeting: Meeting) -> Waiting:
    """The invitation is a canvass, too. It is listed as the meeting only."""
    carried_by = meeting.invitation_id
    return Waiting(
        meeting.title,
        meeting.place,
        meeting.get_absolute_url(),
        _("说来不来"),
        at=meeting.starts_at,
        at_is="at",
        about=thing_of(meeting),
        replaces=(Canvass._meta.label_lower, carried_by) if carried_by else None,
    )


def _task_item(task: Task, user: User) -> Waiting:
    """Return a task of the user, or a late task of another person, which the leader sees."""
    mine = task.taken_by_id == user.pk
    if task.resolution:
        note = _("您答应办的") if mine else _("%(who)s答应办的") % {"who": task.taken_by}
    elif not mine:
        note = _("请%(who)s办的") % {"who": task.taken_by}
    elif task.asked_by == user.pk:
        note = _("您自己要办的")
    elif office := office_name(task.asked_as or ""):
        note = _("%(office)s请您办") % {"office": office}
    else:
        note = _("请您办的")
    url = reverse("meetings:settle", args=[task.building.slug, task.pk])
    turn = mine and task.asked_by != user.pk
    return Waiting(task.what, note, url, _("说一声"), at=end_of_day(task.due_on), turn=turn)


def _given_task_item(task: Task) -> Waiting:
    words = {"who": task.taken_by, "due": format_day(task.due_on)}
    note = _("%(who)s，%(due)s前") % words
    return Waiting(task.what, note, task.get_absolute_url())
