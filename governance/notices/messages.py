"""Messages about notices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.models import VoiceFlat
from governance.canvass.queries.lists import waits_for
from governance.canvass.queries.reminders import users_reminded_on
from governance.canvass.queries.standing import was_told
from governance.inbox.models import Reason
from governance.inbox.queries.reminders import reminder_holds
from governance.inbox.reminders import reminder_day
from governance.notices.lifecycle import NoticeState
from governance.notices.models import Notice, Reading, Version
from residents.models import Membership, User
from residents.people.rules import standing_of
from residents.rooms.messages import MessageContent, MessageKind, Topic, in_thirty_days
from residents.rooms.recipients import ForEverybody
from residents.rooms.waiting import thing_of

REMINDER = "notices.reminder"


def _notice(pk: int) -> Notice | None:
    found = Notice.objects.filter(pk=pk).select_related("building", "canvass").first()
    return found if found and found.was_shown else None


def _content(notice: Notice) -> MessageContent | None:
    over = _over_at(notice)
    if over and over <= timezone.now():
        return None
    return MessageContent(
        building_id=notice.building_id,
        values={"title": notice.title},
        url=notice.get_absolute_url(),
        useful_until=over or in_thirty_days(),
        kind=MessageKind.DUTY if notice.asks or notice.is_posting else None,
        urgent=notice.urgent,
        circular=f"{notice.circular_id or ''}",
        happens_at=notice.happens_from,
    )


def _content_of_the_correction(notice: Notice) -> MessageContent | None:
    """Return None unless the last correction changed the hour of the event."""
    last = Version.objects.filter(notice=notice).order_by("-number")[:2]
    hours = {(version.happens_from, version.happens_until) for version in last}
    content = _content(notice)
    if content is None or content.happens_at is None or len(hours) == 1:
        return None
    return replace(content, kind=MessageKind.NEWS, version=f"{notice.version}")


def _content_of_the_reminder(notice: Notice) -> MessageContent | None:
    """Return None unless the event is soon, at the hour that a reminder already says."""
    at, content = notice.happens_from, _content(notice)
    if content is None or at is None or not reminder_holds(REMINDER, thing_of(notice), at):
        return None
    return replace(content, kind=None, urgent=False, useful_until=at)


def _content_of_the_withdrawal(notice: Notice) -> MessageContent | None:
    """Return None if it was not withdrawn, or if it is of no use any longer."""
    over = _over_at(notice)
    if notice.state != NoticeState.WITHDRAWN or (over and over <= timezone.now()):
        return None
    return MessageContent(
        building_id=notice.building_id,
        values={"title": notice.title},
        url=notice.get_absolute_url(),
        useful_until=over or in_thirty_days(),
        urgent=True,
        circular=f"{notice.circular_id or ''}",
    )


def _over_at(notice: Notice) -> dt.datetime | None:
    """Return the end of the event, or else that of the notice."""
    if notice.happens_from:
        return notice.happens_until or notice.happens_from
    return notice.expires_at


def _reminded_of_the_canvass(notice: Notice) -> set[int]:
    """Return whom the canvass of the notice reminds on the same day."""
    at = notice.happens_from
    return users_reminded_on(notice.canvass, reminder_day(at)) if at else set()


def _known(notice: Notice, user: User) -> str:
    """Return a reason if the person has read it, or their household has answered."""
    if not (notice.asks or notice.is_posting):
        read = Reading.objects.filter(notice=notice, user=user).exists()
        return Reason.READ if read else ""
    waits = notice.canvass is not None and waits_for(
        notice.canvass, standing_of(user, notice), user
    )
    return "" if waits else Reason.ANSWERED


def _told(notice: Notice) -> set[int]:
    """Return the households that somebody told at the door, that said so, or in which it was read."""
    read = Reading.objects.filter(notice=notice).values("user")
    homes = Membership.objects.current().filter(user__in=read)
    told = VoiceFlat.objects.filter(was_told("voice"), canvass=notice.canvass_id)
    return {
        *homes.values_list("household", flat=True),
        *told.exclude(answering=None).values_list("answering", flat=True),
    }


MESSAGE_TYPES = (
    ForEverybody(
        code="notices.posted",
        topic=Topic.NOTICES,
        short=_("楼里有新通知：%(title)s"),
        long=_("楼里贴出了通知“%(title)s”。"),
        short_with_time=_("%(when)s：%(title)s"),
        long_with_time=_("%(when)s：%(title)s。请看通知。"),
        load=_notice,
        content_of=_content,
        told_households=_told,
        why_not=_known,
        withdrawn_by=("notices.withdrawn",),
    ),
    ForEverybody(
        code="notices.publicised",
        topic=Topic.NOTICES,
        short=_("楼里有新公示：%(title)s"),
        long=_("楼里公示了“%(title)s”，有意见可以提。"),
        load=_notice,
        content_of=_content,
        why_not=_known,
        withdrawn_by=("notices.withdrawn",),
    ),
    ForEverybody(
        code="notices.corrected",
        topic=Topic.NOTICES,
        short=_("改时间了，%(when)s：%(title)s"),
        long=_("通知“%(title)s”改了时间，现在是%(when)s。"),
        load=_notice,
        content_of=_content_of_the_correction,
        why_not=_known,
        withdrawn_by=("notices.withdrawn",),
    ),
    ForEverybody(
        code=REMINDER,
        topic=Topic.NOTICES,
        short=_("别忘了，%(when)s：%(title)s"),
        long=_("提醒您一声，%(when)s：%(title)s。"),
        load=_notice,
        content_of=_content_of_the_reminder,
        excluded=_reminded_of_the_canvass,
        listed=False,
        withdrawn_by=("notices.withdrawn",),
    ),
    ForEverybody(
        code="notices.withdrawn",
        topic=Topic.NOTICES,
        short=_("刚才说的取消了：%(title)s"),
        long=_("刚才告诉您的“%(title)s”取消了。原因写在页面上。"),
        load=_notice,
        content_of=_content_of_the_withdrawal,
        retracts=True,
    ),
)
