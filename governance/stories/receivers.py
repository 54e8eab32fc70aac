"""Handlers of signals of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.stories.actions.consents import end_consents_of
from residents.models import Building, User
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def take_person_down(
    user: User, name: str, phone: str, buildings: list[Building], **_kwargs: object
) -> None:
    end_consents_of(user, buildings, name=name, phone=phone)
