"""Handlers of signals of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.lounge.actions.joining import forget_bookmarks
from residents.models import User
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def forget_bookmarks_of_person(user: User, **_kwargs: object) -> None:
    forget_bookmarks(user)
