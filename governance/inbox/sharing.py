"""Texts and addresses by which something is forwarded to a chat group."""

from __future__ import annotations

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from residents.models import Building
from residents.rooms.sharing import ShareCard

SALT = "governance.inbox.arriving"
MAC_LENGTH = 10
"""Hex digits. Enough against guessing, and short in a chat."""


def arrival_mac(building: Building, label: str, pk: int) -> str:
    """Return the part of an address that only the portal can make."""
    value = f"{building.pk}/{label}/{pk}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:MAC_LENGTH]


def is_arrival_mac(mac: str, building: Building, label: str, pk: int) -> bool:
    return constant_time_compare(mac, arrival_mac(building, label, pk))


def arrival_path(building: Building, label: str, pk: int) -> str:
    """Return the address that leads members to the thing, and tells others how to come in."""
    return reverse("arrive", args=[building.slug, label, pk, arrival_mac(building, label, pk)])


def share_text(card: ShareCard, building: Building, address: str) -> str:
    """Return a text to paste into a chat group, with the absolute ``address`` as its one link."""
    head = _("【%(building)s】%(kind)s：%(title)s") % {
        "building": building.name,
        "kind": card.kind,
        "title": card.title,
    }
    parts = (head, card.when, card.sentence, card.state, address)
    return "\n".join(part for part in parts if part)
