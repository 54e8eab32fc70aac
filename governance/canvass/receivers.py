"""What a canvass hears from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from governance.canvass.models import VoiceBookmark
from residents.models import User
from residents.signals import person_forgotten


@receiver(person_forgotten)
def forget_what_the_person_read(user: User, **_kwargs: Any) -> None:
    VoiceBookmark.objects.filter(user=user).delete()
