"""Handlers of signals of the canvass and of ``residents``."""

from __future__ import annotations

from django.dispatch import receiver

from governance.canvass.models import Canvass
from governance.canvass.signals import canvass_extended, canvass_reworded, canvass_withdrawn
from governance.notices.actions.posting import (
    update_days_from_canvass,
    update_text_from_canvass,
    withdraw_with_canvass,
)
from governance.notices.actions.reading import forget_readings
from residents.models import User
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def forget_readings_of_person(user: User, **_kwargs: object) -> None:
    forget_readings(user)


@receiver(canvass_reworded)
def reword_notice(canvass: Canvass, by: User, **_kwargs: object) -> None:
    update_text_from_canvass(canvass, by=by)


@receiver(canvass_extended)
def extend_notice(canvass: Canvass, by: User, **_kwargs: object) -> None:
    update_days_from_canvass(canvass, by=by)


@receiver(canvass_withdrawn)
def withdraw_notice_with_canvass(canvass: Canvass, by: User, **_kwargs: object) -> None:
    withdraw_with_canvass(canvass, by=by)
