from __future__ import annotations

from django.dispatch import receiver

from governance.doors.actions.forgetting import forget_in_notes
from residents.models import Building
from residents.people.signals import person_forgotten


@receiver(person_forgotten)
def forget_person_in_notes(
    name: str, phone: str, buildings: list[Building], **_kwargs: object
) -> None:
    forget_in_notes(buildings, name=name, phone=phone)
