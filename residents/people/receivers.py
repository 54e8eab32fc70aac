"""What follows when somebody signs out, by their own hand or because the session ended, or changes
the password."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from residents.people.actions.preferences import bump_user
from residents.people.models import User
from residents.people.signals import password_renewed


@receiver(user_logged_out)
def forget_signed_out_session(request: HttpRequest, **_kwargs: Any) -> None:
    """The device is on the person's list no longer, and lets go of the pages it keeps.

    ``residents.access.middleware.clear_device`` says so in the answer.
    """
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.to_clear = ("cache",)  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def notify_of_new_password(instance: User, created: bool, **_kwargs: Any) -> None:
    """By whatever way it came: the person's own page, the desk, ``manage.py changepassword``.

    Django holds the raw password until it is saved, except where it only hashes it anew.
    """
    if not created and getattr(instance, "_password", None) is not None:
        password_renewed.send(sender=User, user=instance)


@receiver(password_renewed)
def clear_temporary_password_mark(user: User, **_kwargs: Any) -> None:
    """Nobody else knows the password any more: the person need not be told to choose another."""
    others = User.objects.filter(pk=user.pk, password_set_at__isnull=False)
    if others.update(password_set_at=None):
        bump_user(user)
