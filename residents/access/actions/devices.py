"""PINs, each valid on one device."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from residents.access.models import Device
from residents.access.models.devices import MAX_FAILURES, digest_of_token
from residents.people.models import User
from residents.people.queries.buildings import buildings_of
from residents.people.signals import pin_locked


@transaction.atomic
def bind_device(user: User, *, pin: str) -> str:
    """Register a device and return the token that its browser keeps. Only keyed hashes of token and
    PIN are stored."""
    token = secrets.token_urlsafe(24)
    Device.objects.create(user=user, digest=digest_of_token(token), pin=make_password(pin))
    return token


@transaction.atomic
def check_pin(device: Device, pin: str) -> bool:
    """Return whether the PIN is right. Failures are counted under a row lock and are never rolled
    back. The last allowed failure revokes the device."""
    device = Device.objects.select_for_update(of=("self",)).select_related("user").get(pk=device.pk)
    if device.revoked_at:
        return False
    right = check_password(pin, device.pin)
    device.failures = 0 if right else device.failures + 1
    if right:
        device.last_used_at = timezone.now()
    locked = device.failures >= MAX_FAILURES
    device.revoked_at = timezone.now() if locked else None
    device.save(update_fields=["failures", "last_used_at", "revoked_at"])
    if locked:
        pin_locked.send(sender=Device, device=device, buildings=list(buildings_of(device.user)))
    return right


def revoke_device(device: Device) -> None:
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=timezone.now())


def revoke_devices(user: User) -> None:
    Device.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
