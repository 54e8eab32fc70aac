"""The phone number of an account: enter and verify it."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.phone_numbers import mask_phones
from residents.people.actions.content_versions import bump_buildings_of, bump_user
from residents.people.models import User
from residents.signin.sms import NUMBER_CHANGED, send_sms


class NumberInUse(Refused):
    """The number is verified for another account. The person with the phone may take it over."""


@transaction.atomic
def set_unverified_number(user: User, number: str) -> User:
    """Set an unverified contact number; "" for none. Several accounts may have it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.phone != (number or None):
        _set_number(user, number or None, verified=False)
    return user


@transaction.atomic
def verify_number(user: User, number: str, *, take_over: bool = False) -> User:
    """Set the number as verified, so that it can be used to sign in. A former verified number gets
    a text message.

    Raises NumberInUse if another account has verified it, unless ``take_over`` is set. That account
    keeps the number as a contact.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    others = User.objects.select_for_update().filter(phone=number, phone_verified_at__isnull=False)
    for other in others.exclude(pk=user.pk):
        if not take_over:
            raise NumberInUse(_("这个号码现在用来登录另一个账号。"))
        other.phone_verified_at = None
        other.save(update_fields=["phone_verified_at"])
        bump_user(other)
    former = user.phone if user.phone_is_key and user.phone != number else None
    try:
        with transaction.atomic():
            _set_number(user, number, verified=True)
    except IntegrityError as taken:  # concurrently by somebody else
        raise Refused(_("这个手机号刚刚登记给了别的账号，请再试一次。")) from taken
    if former:
        _notify_former_holder(former, number)
    return user


def _set_number(user: User, number: str | None, *, verified: bool) -> None:
    user.phone, user.phone_verified_at = number, timezone.now() if verified else None
    user.save(update_fields=["phone", "phone_verified_at"])
    bump_buildings_of(user)


def _notify_former_holder(former: str, number: str) -> None:
    if settings.SMS:
        shown = mask_phones(number)
        transaction.on_commit(lambda: send_sms(former, NUMBER_CHANGED, number=shown), robust=True)
