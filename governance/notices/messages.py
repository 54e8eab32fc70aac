"""Messages about notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from governance.notices.models import Notice
from residents.people.queries.people import members_in
from residents.rooms.messages import (
    Because,
    MessageContent,
    MessageKind,
    MessageType,
    Recipient,
    Topic,
)

USEFUL_FOR = dt.timedelta(days=30)
"""The time for which a notice without an end is worth sending."""


def _content(pk: int) -> MessageContent | None:
    notice = Notice.objects.select_related("building").get(pk=pk)
    if not notice.was_shown or notice.expired:
        return None
    return MessageContent(
        building_id=notice.building_id,
        values={"title": notice.title},
        url=notice.get_absolute_url(),
        useful_until=notice.expires_at or timezone.now() + USEFUL_FOR,
    )


def _recipients(pk: int) -> Iterator[Recipient]:
    members = members_in(Notice.objects.select_related("building").get(pk=pk).building)
    for user, household in members.values_list("user", "household"):
        yield Recipient(user, Because.EVERYBODY, household)


def _posted(code: str) -> MessageType:
    return MessageType(
        code=code,
        kind=MessageKind.NEWS,
        topic=Topic.NOTICES,
        values=("title",),
        content_of=_content,
        recipients_of=_recipients,
        withdrawn_by=("notices.withdrawn",),
    )


MESSAGE_TYPES = (_posted("notices.posted"), _posted("notices.publicised"))
