"""Doors to knock at: households that an urgent message cannot reach, until somebody told them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.inbox.models import Message
from governance.inbox.queries.types import message_type
from governance.inbox.queries.ways import homes_without_way_in, urgent_messages_in
from governance.inbox.rendering import render_message
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield each urgent message that is not over, with the rooms that nobody told of it."""
    urgent = urgent_messages_in(page.building)
    homes = homes_without_way_in(page.building) if urgent else {}
    if not homes:
        return
    for message in urgent:
        told = _told_of(message)
        if rooms := [room for pk, room in homes.items() if pk not in told]:
            yield Waiting(
                render_message(message, "short", get_language() or "zh-hans"),
                _("这几户没有选怎样告诉，请去敲门说一声：%(rooms)s") % {"rooms": "、".join(rooms)},
                message.url,
                _("去看看"),
                at=message.happens_at,
                at_is="at",
                heading=Heading.DOORS,
            )


def duties(page: PageContext) -> Iterator[Waiting]:
    """Yield the doors for helpers. The leader has them on the page of today."""
    if page.standing.helper and not page.standing.leads:
        yield from for_leader(page)


def _told_of(message: Message) -> set[int]:
    kind = message_type(message.type)
    thing = kind.load(message.thing_id) if kind else None
    return set() if kind is None or thing is None else {*kind.told_households(thing)}
