"""Handlers of signals of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.stories.actions.consents import end_consents_of, refuse_to_be_named
from residents.models import Building, User
from residents.people.queries.buildings import buildings_ever_of
from residents.people.signals import consent_withdrawn, person_forgotten
from residents.privacy.models import Consent


@receiver(consent_withdrawn)
def take_name_down(user: User, kind: str, **_kwargs: object) -> None:
    if kind == Consent.Kind.NAME:
        refuse_to_be_named(user, buildings_ever_of(user))


@receiver(person_forgotten)
def take_person_down(
    user: User, name: str, phone: str, buildings: list[Building], **_kwargs: object
) -> None:
    end_consents_of(user, buildings, name=name, phone=phone)
