"""What a canvass hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.canvass.actions import forget_in_papers
from governance.canvass.models import VoiceBookmark
from residents.models import Building, User
from residents.signals import person_forgotten


@receiver(person_forgotten)
def forget_what_the_person_read(user: User, **_kwargs: Any) -> None:
    VoiceBookmark.objects.filter(user=user).delete()


@receiver(person_forgotten)
def take_the_person_out_of_papers(
    name: str, phone: str, buildings: list[Building], **_kwargs: Any
) -> None:
    forget_in_papers(buildings, name=name, phone=phone)
