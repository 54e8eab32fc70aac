"""What follows when somebody signs out, by their own hand or because the session ended."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(user_logged_out)
def forget_where_one_was_signed_in(request: HttpRequest, **_kwargs: Any) -> None:
    """The device is on the person's list no longer, and lets go of the pages it keeps.

    ``residents.middleware.clear_the_device`` says so in the answer.
    """
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.to_clear = ("cache",)  # type: ignore[attr-defined]
