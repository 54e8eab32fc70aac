"""The committee's sign-ins, on record."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from residents.access.models import DeskSignIn
from residents.people.models import User

KEPT_FOR = dt.timedelta(days=365)
SESSION_KEPT = dt.timedelta(days=90)
"""As docs/privacy.md says."""


def record_desk_sign_in(user: User, *, how: str) -> DeskSignIn:
    return DeskSignIn.objects.create(user=user, how=how)


def forget_desk_sign_ins() -> int:
    """Those older than a year."""
    gone, _what = DeskSignIn.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return gone


@transaction.atomic
def forget_sessions() -> int:
    """Where somebody was signed in: a session of 90 days ago ends, and no ended one stays on record."""
    for old in UserSession.objects.filter(created_at__lt=timezone.now() - SESSION_KEPT):
        old.end()
    still_open = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    gone: int = UserSession.objects.exclude(session_key__in=still_open).delete()[0]
    return gone


@transaction.atomic
def reset_second_factor(user: User) -> int:
    """All that was lost with a phone; at the next sign-in a new one is set up."""
    gone: int = Authenticator.objects.filter(user=user).delete()[0]
    return gone
