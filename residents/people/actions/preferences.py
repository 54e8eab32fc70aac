"""How a person likes to read, and what only that person sees."""

from __future__ import annotations

from django.db.models import F

from residents.people.models import User


def choose_preferences(user: User, *, text_size: str, language: str) -> None:
    """Remember how a person likes to read."""
    User.objects.filter(pk=user.pk).update(
        text_size=text_size, language=language, content_version=F("content_version") + 1
    )


def bump_user(user: User) -> None:
    """Something changed that only this person sees: pages remembered for them are stale."""
    User.objects.filter(pk=user.pk).update(content_version=F("content_version") + 1)
