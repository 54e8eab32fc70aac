"""What the notice board hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.notices.actions import forget_readings
from residents.models import User
from residents.signals import person_forgotten


@receiver(person_forgotten)
def forget_what_the_person_read(user: User, **_kwargs: Any) -> None:
    forget_readings(user)
