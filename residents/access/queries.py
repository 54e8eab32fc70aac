"""Devices that take a PIN, and the other keys of a person."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from residents.access.models import Device
from residents.access.models.devices import digest_of_token
from residents.people.models import User


def devices_by_tokens(tokens: Iterable[str]) -> list[Device]:
    digests = [digest_of_token(token) for token in tokens]
    live = Device.objects.filter(digest__in=digests, revoked_at=None, user__is_active=True)
    return list(live.select_related("user").order_by("pk")) if digests else []


def devices_of(user: User) -> list[Device]:
    return list(Device.objects.filter(user=user, revoked_at=None).order_by("pk"))


def passkeys_of(user: User) -> list[Authenticator]:
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return list(passkeys.order_by("pk"))


def authenticators_of(user: object) -> list[Authenticator]:
    """Return usable second factors, oldest first. Recovery codes alone do not count."""
    shown = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return list(shown.order_by("pk"))


def sign_in_methods_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def has_only_pins(user: User) -> bool:
    """Return whether a PIN is the person's only key."""
    other = user.has_usable_password() or bool(passkeys_of(user))
    return not other and bool(devices_of(user))
