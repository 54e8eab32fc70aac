"""Doors to knock at: households that an urgent message cannot reach."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.inbox.queries.ways import rooms_without_way_in, urgent_messages_in
from governance.inbox.rendering import render_message
from residents.rooms.context import PageContext
from residents.rooms.waiting import Heading, Waiting


def for_leader(page: PageContext) -> Iterator[Waiting]:
    """Yield each urgent message that is not over, with the rooms in which nobody chose a way."""
    urgent = urgent_messages_in(page.building)
    rooms = rooms_without_way_in(page.building) if urgent else []
    if not rooms:
        return
    words = {"rooms": "、".join(rooms)}
    for message in urgent:
        yield Waiting(
            render_message(message, "short", get_language() or "zh-hans"),
            _("这几户没有选怎样告诉，请去敲门说一声：%(rooms)s") % words,
            message.url,
            heading=Heading.DOORS,
        )
