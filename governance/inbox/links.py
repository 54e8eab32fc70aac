"""Addresses for people who may not be signed in: in chat groups and on paper (ADR 52)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from residents.models import Building
from residents.rooms.manifest import shareable
from residents.rooms.waiting import Thing, thing_of

if TYPE_CHECKING:
    from django.db.models import Model

    from residents.access.building import BuildingRequest

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


def landing_path(building: Building, thing: Thing) -> str:
    """Return the arrival path of a thing or, if its type cannot be forwarded, of its building."""
    label, pk = thing if thing[0] in shareable() else thing_of(building)
    return arrival_path(building, label, pk)


def landing_address(request: BuildingRequest, row: Model) -> str:
    """Return the absolute address for a QR code on paper about ``row``."""
    return request.build_absolute_uri(landing_path(request.building, thing_of(row)))
