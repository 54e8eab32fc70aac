"""The log of the committee's sign-ins, and the end of sessions."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from residents.access.models import DeskSignIn
from residents.people.models import User

KEPT_FOR = dt.timedelta(days=365)
SESSION_KEPT = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def record_desk_sign_in(user: User, *, how: str) -> DeskSignIn:
    return DeskSignIn.objects.create(user=user, how=how)


def forget_desk_sign_ins() -> int:
    gone, _what = DeskSignIn.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return gone


@transaction.atomic
def forget_sessions() -> int:
    """End sessions older than ``SESSION_COOKIE_AGE``, and delete records of ended ones. Return the number deleted."""
    for old in UserSession.objects.filter(created_at__lt=timezone.now() - SESSION_KEPT):
        old.end()
    still_open = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    gone: int = UserSession.objects.exclude(session_key__in=still_open).delete()[0]
    return gone


@transaction.atomic
def reset_second_factor(user: User) -> int:
    gone: int = Authenticator.objects.filter(user=user).delete()[0]
    return gone
