"""Devices that show push messages. Signing out on one ends its messages, because the next person who
uses it must not read them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from governance.inbox.actions.ways import REPLACED, end_ways, stop_way
from governance.inbox.models import ContactWay, DeliveryChannel
from governance.inbox.queries.ways import renewable_device
from residents.models import User
from residents.people.actions.content_versions import bump_user

SIGNED_OUT = "signed_out"


@transaction.atomic
def stop_device(key: UUID, *, unless_of: User | None = None) -> None:
    """End the messages to one device, unless they are for the given person."""
    devices = ContactWay.objects.usable().filter(channel=DeliveryChannel.PUSH, key=key)
    for way in devices.exclude(user=unless_of).select_related("user"):
        stop_way(way, reason=SIGNED_OUT)


@transaction.atomic
def stop_devices_of(user: User, *, but: UUID | None = None) -> None:
    """End the messages to all devices of a person but one."""
    devices = ContactWay.objects.usable().filter(channel=DeliveryChannel.PUSH, user=user)
    others = devices.exclude(key=but) if but else devices
    for way in others.select_related("user"):
        stop_way(way, reason=SIGNED_OUT)


@transaction.atomic
def renew_device(key: UUID, endpoint: str, secret: Mapping[str, str]) -> None:
    """Note the subscription with which a browser replaced its former one. Does nothing if the person
    ended the messages in the meantime."""
    way = renewable_device(key).select_for_update(of=("self",)).first()
    if way is None:
        return
    same = ContactWay.objects.filter(channel=way.channel, address=endpoint, ended_at=None)
    end_ways(same.exclude(pk=way.pk), REPLACED)
    way.address, way.secret = endpoint, {**way.secret, **secret}
    way.ended_at, way.end_reason = None, ""
    way.save(update_fields=["address", "secret", "ended_at", "end_reason"])
    bump_user(way.user)
