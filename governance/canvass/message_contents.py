"""The contents that messages about canvasses share."""

from __future__ import annotations

from dataclasses import replace

from governance.canvass.models import Canvass
from residents.rooms.messages import MessageContent


def content_of(canvass: Canvass) -> MessageContent:
    return MessageContent(
        building_id=canvass.building_id,
        values={"title": canvass.question},
        url=canvass.get_absolute_url(),
    )


def content_while_open(canvass: Canvass) -> MessageContent | None:
    if not canvass.taking_answers:
        return None
    content = content_of(canvass)
    return replace(content, happens_at=canvass.closes_at, useful_until=canvass.closes_at)
