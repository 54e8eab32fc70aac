"""What follows when somebody signs out, by their own hand or because the session ended, or changes
the password."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from residents.models import User
from residents.signals import password_renewed


@receiver(user_logged_out)
def forget_where_one_was_signed_in(request: HttpRequest, **_kwargs: Any) -> None:
    """The device is on the person's list no longer, and lets go of the pages it keeps.

    ``residents.middleware.clear_the_device`` says so in the answer.
    """
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.to_clear = ("cache",)  # type: ignore[attr-defined]


@receiver([password_changed, password_set])
def tell_of_the_new_password(user: User, **_kwargs: Any) -> None:
    """allauth's news, in our words."""
    password_renewed.send(sender=User, user=user)
