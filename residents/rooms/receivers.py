"""Receivers of signals: load the manifests before forking."""

from __future__ import annotations

from django.dispatch import receiver

from louzu.lib.signals import before_fork
from residents.rooms.manifest import rooms


@receiver(before_fork)
def load_manifests(**_kwargs: object) -> None:
    """Load the manifests and the modules that they import, so that workers share them."""
    rooms()
