"""Messages about meetings, their agenda and minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.inbox.models import Reason
from governance.meetings.lifecycle import MeetingState, ProposalState, TaskState
from governance.meetings.models import Correction, Meeting, Presence, Proposal, Task
from louzu.lib.time import local_datetime
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)
from residents.rooms.recipients import everybody_in, members_of

SHORT_NOTICE = dt.timedelta(days=2)
"""A change later than this before the meeting begins is urgent."""


def _content(meeting: Meeting) -> MessageContent:
    return MessageContent(
        building_id=meeting.building_id,
        values={"title": meeting.title},
        url=meeting.get_absolute_url(),
    )


def _meeting(pk: int) -> Meeting:
    return Meeting.objects.select_related("building").get(pk=pk)


def _content_ahead(pk: int, *states: str) -> MessageContent | None:
    """Return the content of a meeting in one of these states, until it begins."""
    meeting = _meeting(pk)
    if meeting.state not in states or meeting.past:
        return None
    return replace(
        _content(meeting),
        values={"title": meeting.title, "place": meeting.place},
        happens_at=meeting.starts_at,
        useful_until=meeting.starts_at,
    )


def _content_of_the_invitation(pk: int) -> MessageContent | None:
    return _content_ahead(pk, MeetingState.INVITED)


def _content_of_the_change(pk: int) -> MessageContent | None:
    content = _content_ahead(pk, MeetingState.INVITED)
    return content and replace(
        content, version=f"{_meeting(pk).sequence}", urgent=_is_soon(content)
    )


def _content_of_the_cancellation(pk: int) -> MessageContent | None:
    content = _content_ahead(pk, MeetingState.CANCELLED)
    return content and replace(content, urgent=_is_soon(content))


def _is_soon(content: MessageContent) -> bool:
    return content.useful_until - timezone.now() < SHORT_NOTICE


def _content_of_the_minutes(pk: int) -> MessageContent | None:
    meeting = _meeting(pk)
    return _content(meeting) if meeting.state == MeetingState.PUBLISHED else None


def _content_of_the_check(pk: int) -> MessageContent | None:
    meeting = _meeting(pk)
    if meeting.state != MeetingState.OPEN or meeting.corrections_until is None:
        return None
    return replace(_content(meeting), useful_until=meeting.corrections_until)


def _content_of_the_proposal(pk: int) -> MessageContent | None:
    proposal = Proposal.objects.select_related("meeting__building").get(pk=pk)
    if proposal.state not in {ProposalState.ACCEPTED, ProposalState.DECLINED}:
        return None
    return replace(_content(proposal.meeting), values={"title": proposal.title})


def _content_of_the_correction(pk: int) -> MessageContent | None:
    return _content(Correction.objects.select_related("meeting__building").get(pk=pk).meeting)


def _content_of_the_task(pk: int) -> MessageContent | None:
    task = Task.objects.select_related("resolution__item__meeting__building").get(pk=pk)
    if task.state != TaskState.OPEN:
        return None
    return replace(
        _content(task.resolution.item.meeting),
        values={"title": task.resolution.text, "due": f"{task.due_on:%Y-%m-%d}"},
        version=f"{task.taken_by_id} {task.due_on}",
        useful_until=local_datetime(task.due_on + dt.timedelta(days=1)),
    )


def _everybody(pk: int) -> Iterator[Recipient]:
    return everybody_in(_meeting(pk).building_id)


def _everybody_asked(pk: int) -> Iterator[Recipient]:
    return everybody_in(_meeting(pk).building_id, Because.ASKED)


def _present_households(pk: int) -> Iterator[Recipient]:
    present = Presence.objects.filter(meeting=pk, present=True)
    return members_of([*present.values_list("household", flat=True)], Because.ASKED)


def _proposer(pk: int) -> Iterable[Recipient]:
    return [Recipient(Proposal.objects.get(pk=pk).author_id, Because.AUTHOR)]


def _corrector(pk: int) -> Iterable[Recipient]:
    return [Recipient(Correction.objects.get(pk=pk).author_id, Because.AUTHOR)]


def _taker(pk: int) -> Iterable[Recipient]:
    return [Recipient(Task.objects.get(pk=pk).taken_by_id, Because.ASKED)]


def _said(pk: int, user: int) -> str:
    """Return a reason if a household of the user has said whether it comes."""
    said = Presence.objects.filter(
        meeting=pk,
        coming__isnull=False,
        household__memberships__user=user,
        household__memberships__until=None,
    )
    return Reason.ANSWERED if said.exists() else ""


MESSAGE_TYPES = (
    MessageType(
        code="meetings.invited",
        kind=MessageKind.DUTY,
        topic=Topic.MEETINGS,
        short=_("请说一声来不来开会：%(when)s"),
        long=_("%(when)s在%(place)s开会，商量“%(title)s”。请替您家说一声来不来。"),
        content_of=_content_of_the_invitation,
        recipients_of=_everybody_asked,
        to_groups=True,
        why_not=_said,
        withdrawn_by=("meetings.cancelled",),
    ),
    MessageType(
        code="meetings.moved",
        kind=MessageKind.NEWS,
        topic=Topic.MEETINGS,
        short=_("会议改了，现在是%(when)s"),
        long=_("会议“%(title)s”的安排改了：%(when)s，在%(place)s。"),
        content_of=_content_of_the_change,
        recipients_of=_everybody,
        to_groups=True,
        withdrawn_by=("meetings.cancelled",),
    ),
    MessageType(
        code="meetings.cancelled",
        kind=MessageKind.NEWS,
        topic=Topic.MEETINGS,
        short=_("%(when)s的会不开了"),
        long=_("会议“%(title)s”取消了，原来约的是%(when)s。原因写在页面上。"),
        content_of=_content_of_the_cancellation,
        recipients_of=_everybody,
        to_groups=True,
    ),
    MessageType(
        code="meetings.minutes_opened",
        kind=MessageKind.DUTY,
        topic=Topic.MEETINGS,
        short=_("会议记录写好了，请您核对"),
        long=_("您参加的会议“%(title)s”的记录写好了，请看看写得对不对。"),
        content_of=_content_of_the_check,
        recipients_of=_present_households,
    ),
    MessageType(
        code="meetings.published",
        kind=MessageKind.NEWS,
        topic=Topic.MEETINGS,
        short=_("会议记录公布了"),
        long=_("会议“%(title)s”的记录公布了，议了什么、定了什么都在里面。"),
        content_of=_content_of_the_minutes,
        recipients_of=_everybody,
        to_groups=True,
    ),
    MessageType(
        code="meetings.proposal_decided",
        kind=MessageKind.NEWS,
        topic=Topic.MINE,
        short=_("您提的议题有了答复"),
        long=_("您提的议题“%(title)s”有了答复。"),
        content_of=_content_of_the_proposal,
        recipients_of=_proposer,
    ),
    MessageType(
        code="meetings.correction_decided",
        kind=MessageKind.NEWS,
        topic=Topic.MINE,
        short=_("您对会议记录的意见有了答复"),
        long=_("您对会议“%(title)s”记录的意见有了答复。"),
        content_of=_content_of_the_correction,
        recipients_of=_corrector,
    ),
    MessageType(
        code="meetings.task_given",
        kind=MessageKind.DUTY,
        topic=Topic.HELPING,
        short=_("有一件事请您去办"),
        long=_("请您去办：“%(title)s”，到%(due)s办好。"),
        content_of=_content_of_the_task,
        recipients_of=_taker,
    ),
)
