"""What the meetings hear from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.meetings.actions import strike_name
from residents.models import Building
from residents.signals import person_forgotten


@receiver(person_forgotten)
def strike_the_name_from_the_agendas(name: str, buildings: list[Building], **_kwargs: Any) -> None:
    strike_name(name, buildings)
