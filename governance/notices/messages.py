"""Messages about notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.canvass.queries.lists import waits_for
from governance.inbox.models import Reason
from governance.notices.models import Notice, Reading, Version
from residents.models import User
from residents.people.rules import standing_of
from residents.rooms.messages import (
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
    in_thirty_days,
)
from residents.rooms.recipients import everybody_in


def _content(pk: int) -> MessageContent | None:
    notice = Notice.objects.filter(pk=pk).select_related("building").first()
    over = _over_at(notice) if notice else None
    if notice is None or not notice.was_shown or (over and over <= timezone.now()):
        return None
    return MessageContent(
        building_id=notice.building_id,
        values={"title": notice.title},
        url=notice.get_absolute_url(),
        useful_until=over or in_thirty_days(),
        kind=MessageKind.DUTY if notice.asks or notice.is_posting else None,
        urgent=notice.urgent,
        happens_at=notice.happens_from,
    )


def _content_of_the_correction(pk: int) -> MessageContent | None:
    """Return None unless the last correction changed the hour of the event."""
    last = Version.objects.filter(notice=pk).order_by("-number")[:2]
    hours = {(version.happens_from, version.happens_until) for version in last}
    content = _content(pk)
    if content is None or content.happens_at is None or len(hours) == 1:
        return None
    return replace(content, kind=MessageKind.NEWS, version=f"{Notice.objects.get(pk=pk).version}")


def _over_at(notice: Notice) -> dt.datetime | None:
    """Return the end of the event, or else that of the notice."""
    if notice.happens_from:
        return notice.happens_until or notice.happens_from
    return notice.expires_at


def _everybody(pk: int) -> Iterator[Recipient]:
    return everybody_in(Notice.objects.get(pk=pk).building_id)


def _known(pk: int, user: int) -> str:
    """Return a reason if the person has read it, or their household has answered."""
    notice = Notice.objects.select_related("building", "canvass").get(pk=pk)
    if not (notice.asks or notice.is_posting):
        read = Reading.objects.filter(notice=pk, user=user).exists()
        return Reason.READ if read else ""
    standing = standing_of(User.objects.get(pk=user), notice.building)
    waits = notice.canvass is not None and waits_for(notice.canvass, standing)
    return "" if waits else Reason.ANSWERED


MESSAGE_TYPES = (
    MessageType(
        code="notices.posted",
        kind=MessageKind.NEWS,
        topic=Topic.NOTICES,
        short=_("楼里有新通知：%(title)s"),
        short_with_time=_("%(when)s：%(title)s"),
        long=_("楼里贴出了通知“%(title)s”。"),
        long_with_time=_("%(when)s：%(title)s。请看通知。"),
        content_of=_content,
        recipients_of=_everybody,
        why_not=_known,
        to_groups=True,
        withdrawn_by=("notices.withdrawn",),
    ),
    MessageType(
        code="notices.publicised",
        kind=MessageKind.NEWS,
        topic=Topic.NOTICES,
        short=_("楼里有新公示：%(title)s"),
        long=_("楼里公示了“%(title)s”，有意见可以提。"),
        content_of=_content,
        recipients_of=_everybody,
        why_not=_known,
        to_groups=True,
        withdrawn_by=("notices.withdrawn",),
    ),
    MessageType(
        code="notices.corrected",
        kind=MessageKind.NEWS,
        topic=Topic.NOTICES,
        short=_("改时间了，%(when)s：%(title)s"),
        long=_("通知“%(title)s”改了时间，现在是%(when)s。"),
        content_of=_content_of_the_correction,
        recipients_of=_everybody,
        why_not=_known,
        to_groups=True,
        withdrawn_by=("notices.withdrawn",),
    ),
)
