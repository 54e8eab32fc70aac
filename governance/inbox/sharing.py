"""Texts by which something is forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from residents.models import Building
from residents.rooms.sharing import ShareCard


def share_text(card: ShareCard, building: Building, address: str) -> str:
    """Return a text to paste into a chat group, with the absolute ``address`` as its one link."""
    head = _("【%(building)s】%(kind)s：%(title)s") % {
        "building": building.name,
        "kind": card.kind,
        "title": card.title,
    }
    parts = (head, card.when, card.sentence, card.state, address)
    return "\n".join(part for part in parts if part)
