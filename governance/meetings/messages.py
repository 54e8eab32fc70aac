"""Messages about meetings, their agenda and minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.queries.reminders import users_reminded_on
from governance.inbox.models import Reason
from governance.inbox.queries.reminders import reminder_holds
from governance.inbox.reminders import reminder_day
from governance.meetings.lifecycle import MeetingState, ProposalState, TaskState
from governance.meetings.models import ASKING, Correction, Meeting, Presence, Proposal, Task
from governance.meetings.queries.tasks import who_hears_of_give_up
from louzu.lib.time import local_datetime
from residents.models import User
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    Recipient,
    Topic,
)
from residents.rooms.recipients import ForEverybody, ForOne, ForSome, members_of
from residents.rooms.waiting import thing_of

REMINDER = "meetings.reminder"
TASK_REMINDER = "meetings.task_due"

SHORT_NOTICE = dt.timedelta(days=2)
"""A change later than this before the meeting begins is urgent."""


def _content(meeting: Meeting) -> MessageContent:
    return MessageContent(
        building_id=meeting.building_id,
        values={"title": meeting.title},
        url=meeting.get_absolute_url(),
    )


def _meeting(pk: int) -> Meeting:
    return Meeting.objects.select_related("building", "invitation").get(pk=pk)


def _proposal(pk: int) -> Proposal:
    return Proposal.objects.select_related("meeting__building").get(pk=pk)


def _correction(pk: int) -> Correction:
    return Correction.objects.select_related("meeting__building").get(pk=pk)


def _task(pk: int) -> Task:
    return Task.objects.select_related("building", "resolution").get(pk=pk)


def _content_ahead(meeting: Meeting, state: MeetingState) -> MessageContent | None:
    """Return the content of a meeting in this state, until it begins."""
    if meeting.state != state or meeting.past:
        return None
    return replace(
        _content(meeting),
        values={"title": meeting.title, "place": meeting.place},
        happens_at=meeting.starts_at,
        useful_until=meeting.starts_at,
    )


def _content_of_the_invitation(meeting: Meeting) -> MessageContent | None:
    return _content_ahead(meeting, MeetingState.INVITED)


def _content_of_the_change(meeting: Meeting) -> MessageContent | None:
    content = _content_ahead(meeting, MeetingState.INVITED)
    return content and replace(content, version=f"{meeting.sequence}", urgent=_is_soon(content))


def _content_of_the_reminder(meeting: Meeting) -> MessageContent | None:
    """Return None unless the meeting is soon, at the hour that a reminder already says."""
    holds = reminder_holds(REMINDER, thing_of(meeting), meeting.starts_at)
    return _content_of_the_invitation(meeting) if holds else None


def _content_of_the_cancellation(meeting: Meeting) -> MessageContent | None:
    content = _content_ahead(meeting, MeetingState.CANCELLED)
    return content and replace(content, urgent=_is_soon(content))


def _is_soon(content: MessageContent) -> bool:
    return content.useful_until - timezone.now() < SHORT_NOTICE


def _content_of_the_minutes(meeting: Meeting) -> MessageContent | None:
    return _content(meeting) if meeting.state == MeetingState.PUBLISHED else None


def _content_of_the_check(meeting: Meeting) -> MessageContent | None:
    if meeting.state != MeetingState.OPEN or meeting.corrections_until is None:
        return None
    return replace(_content(meeting), useful_until=meeting.corrections_until)


def _content_of_the_proposal(proposal: Proposal) -> MessageContent | None:
    if proposal.state not in {ProposalState.ACCEPTED, ProposalState.DECLINED}:
        return None
    return replace(_content(proposal.meeting), values={"title": proposal.title})


def _content_of_the_correction(correction: Correction) -> MessageContent:
    return _content(correction.meeting)


def _content_of_the_task(task: Task) -> MessageContent | None:
    if task.state != TaskState.OPEN:
        return None
    return MessageContent(
        building_id=task.building_id,
        values={"title": task.what, "due": f"{task.due_on:%Y-%m-%d}"},
        url=task.get_absolute_url(),
        version=f"{task.taken_by_id} {task.due_on} {task.given_at.timestamp()}",
        useful_until=local_datetime(task.due_on + dt.timedelta(days=1)),
    )


def _content_given_back(task: Task) -> MessageContent | None:
    if task.state != TaskState.DROPPED or task.settled_at is None:
        return None
    return MessageContent(
        building_id=task.building_id,
        values={"title": task.what},
        url=task.get_absolute_url(),
        version=f"{task.settled_at.timestamp()}",
    )


def _content_when_due(task: Task) -> MessageContent | None:
    """Return None unless the task is due soon, on the day that a reminder already says."""
    content = _content_of_the_task(task)
    holds = reminder_holds(TASK_REMINDER, thing_of(task), task.due_at)
    return content and replace(content, happens_at=task.due_at) if holds else None


def _reminded_of_the_invitation(meeting: Meeting) -> set[int]:
    """Return whom the canvass of the invitation reminds on the same day."""
    return users_reminded_on(meeting.invitation, reminder_day(meeting.starts_at))


def _present_households(meeting: Meeting) -> Iterator[Recipient]:
    present = Presence.objects.filter(meeting=meeting, present=True)
    return members_of([*present.values_list("household", flat=True)], Because.ASKED)


def _author(thing: Proposal | Correction) -> int:
    return thing.author_id


def _taker(task: Task) -> int:
    return task.taken_by_id


def _said(meeting: Meeting, user: User) -> str:
    """Return a reason if a household of the user has said whether it comes."""
    return Reason.ANSWERED if _replies(meeting, user).exists() else ""


def _stays_away(meeting: Meeting, user: User) -> str:
    """Return a reason if the households of the user have said that they do not come."""
    replies = {*_replies(meeting, user).values_list("coming", flat=True)}
    return Reason.ANSWERED if replies == {False} else ""


def _replies(meeting: Meeting, user: User) -> QuerySet[Presence]:
    return Presence.objects.filter(
        meeting=meeting,
        coming__isnull=False,
        household__memberships__user=user,
        household__memberships__until=None,
    )


MESSAGE_TYPES = (
    ForEverybody(
        code="meetings.invited",
        topic=Topic.MEETINGS,
        short=_("请说一声来不来开会：%(when)s"),
        long=_("%(when)s在%(place)s开会，商量“%(title)s”。请替您家说一声来不来。"),
        kind=MessageKind.DUTY,
        because=Because.ASKED,
        load=_meeting,
        content_of=_content_of_the_invitation,
        why_not=_said,
        withdrawn_by=("meetings.cancelled",),
    ),
    ForEverybody(
        code="meetings.moved",
        topic=Topic.MEETINGS,
        short=_("会议改了，现在是%(when)s"),
        long=_("会议“%(title)s”的安排改了：%(when)s，在%(place)s。"),
        load=_meeting,
        content_of=_content_of_the_change,
        withdrawn_by=("meetings.cancelled",),
    ),
    ForEverybody(
        code=REMINDER,
        topic=Topic.MEETINGS,
        short=_("别忘了开会：%(when)s"),
        long=_("提醒您一声，%(when)s在%(place)s开会，商量“%(title)s”。"),
        load=_meeting,
        content_of=_content_of_the_reminder,
        why_not=_stays_away,
        excluded=_reminded_of_the_invitation,
        listed=False,
        withdrawn_by=("meetings.cancelled",),
    ),
    ForEverybody(
        code="meetings.cancelled",
        topic=Topic.MEETINGS,
        short=_("%(when)s的会不开了"),
        long=_("会议“%(title)s”取消了，原来约的是%(when)s。原因写在页面上。"),
        load=_meeting,
        content_of=_content_of_the_cancellation,
    ),
    ForSome(
        code="meetings.minutes_opened",
        kind=MessageKind.DUTY,
        topic=Topic.MEETINGS,
        short=_("会议记录写好了，请您核对"),
        long=_("您参加的会议“%(title)s”的记录写好了，请看看写得对不对。"),
        load=_meeting,
        content_of=_content_of_the_check,
        recipients=_present_households,
    ),
    ForEverybody(
        code="meetings.published",
        topic=Topic.MEETINGS,
        short=_("会议记录公布了"),
        long=_("会议“%(title)s”的记录公布了，议了什么、定了什么都在里面。"),
        load=_meeting,
        content_of=_content_of_the_minutes,
    ),
    ForOne(
        code="meetings.proposal_decided",
        topic=Topic.MINE,
        short=_("您提的议题有了答复"),
        long=_("您提的议题“%(title)s”有了答复。"),
        load=_proposal,
        content_of=_content_of_the_proposal,
        person_of=_author,
    ),
    ForOne(
        code="meetings.correction_decided",
        topic=Topic.MINE,
        short=_("您对会议记录的意见有了答复"),
        long=_("您对会议“%(title)s”记录的意见有了答复。"),
        load=_correction,
        content_of=_content_of_the_correction,
        person_of=_author,
    ),
    ForOne(
        code="meetings.task_given",
        topic=Topic.HELPING,
        short=_("有一件事请您去办"),
        long=_("请您去办：“%(title)s”，到%(due)s办好。"),
        kind=MessageKind.DUTY,
        because=Because.ASKED,
        load=_task,
        content_of=_content_of_the_task,
        person_of=_taker,
        withdrawn_by=("meetings.task_handed_over", "meetings.given_task_dropped"),
    ),
    ForSome(
        code="meetings.task_given_back",
        topic=Topic.MINE,
        short=_("请人办的一件事不办了"),
        long=_("请人办的“%(title)s”不办了，原因写在页面上。还要办的话，可以请别人办。"),
        load=_task,
        content_of=_content_given_back,
        recipients=who_hears_of_give_up,
        withdrawn_by=(*ASKING, "meetings.given_task_reopened"),
    ),
    ForOne(
        code=TASK_REMINDER,
        topic=Topic.HELPING,
        short=_("请您办的一件事快到日子了"),
        long=_("请您办的“%(title)s”，%(due)s要办好。办好了请说一声，办不了也说一声。"),
        kind=MessageKind.DUTY,
        because=Because.ASKED,
        load=_task,
        content_of=_content_when_due,
        person_of=_taker,
        listed=False,
        withdrawn_by=("meetings.task_handed_over", "meetings.given_task_dropped"),
    ),
)
