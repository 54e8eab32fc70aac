"""Reading preferences."""

from __future__ import annotations

from django.db.models import F

from residents.people.models import User


def choose_preferences(user: User, *, text_size: str, language: str) -> None:
    User.objects.filter(pk=user.pk).update(
        text_size=text_size, language=language, content_version=F("content_version") + 1
    )
