"""Handlers of signals of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.stories.actions.consents import end_consents_of
from residents.models import User
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def take_person_down(user: User, **_kwargs: object) -> None:
    end_consents_of(user)
