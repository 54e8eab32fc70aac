"""Attempts to guess codes and PINs."""

from __future__ import annotations

from django.db import transaction

from residents.people.signals import guessing_stopped
from residents.places.models import Building


@transaction.atomic
def record_guessing(slug: str) -> None:
    """Notify the leader that guesses of codes reached the hourly limit."""
    building = Building.objects.filter(slug=slug).first()
    if building:
        guessing_stopped.send(sender=Building, building=building)
