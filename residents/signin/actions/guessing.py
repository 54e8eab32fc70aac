"""Codes and PINs that were guessed at."""

from __future__ import annotations

from django.db import transaction

from residents.people.signals import guessing_stopped
from residents.places.models import Building


@transaction.atomic
def record_guessing(slug: str) -> None:
    """Codes of a building were guessed at until the hour's limit: its leader is told."""
    building = Building.objects.filter(slug=slug).first()
    if building:
        guessing_stopped.send(sender=Building, building=building)
