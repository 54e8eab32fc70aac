"""What the notice board hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.canvass.models import Canvass
from governance.canvass.signals import canvass_extended, canvass_reworded, canvass_withdrawn
from governance.notices.actions import (
    follow_days,
    follow_text,
    follow_withdrawal,
    forget_readings,
)
from residents.models import User
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def forget_what_the_person_read(user: User, **_kwargs: Any) -> None:
    forget_readings(user)


@receiver(canvass_reworded)
def say_the_same_on_the_board(canvass: Canvass, by: User, **_kwargs: Any) -> None:
    follow_text(canvass, by=by)


@receiver(canvass_extended)
def hang_as_long(canvass: Canvass, by: User, **_kwargs: Any) -> None:
    follow_days(canvass, by=by)


@receiver(canvass_withdrawn)
def take_down_the_posting(canvass: Canvass, by: User, **_kwargs: Any) -> None:
    follow_withdrawal(canvass, by=by)
