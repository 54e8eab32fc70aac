"""The committee's sign-ins, on record."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from residents.models import DeskSignIn, User

KEPT = dt.timedelta(days=365)


def record_desk_sign_in(user: User, *, how: str) -> DeskSignIn:
    return DeskSignIn.objects.create(user=user, how=how)


def forget_desk_sign_ins() -> int:
    """Those older than a year."""
    gone, _what = DeskSignIn.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return gone


@transaction.atomic
def reset_second_factor(user: User) -> int:
    """All that was lost with a phone; at the next sign-in a new one is set up."""
    gone: int = Authenticator.objects.filter(user=user).delete()[0]
    return gone
