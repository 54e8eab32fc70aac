"""Neighbourhoods, edited by the keeper and by their committees."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from residents.places.models import Building, Neighbourhood


@transaction.atomic
def save_neighbourhood(
    neighbourhood: Neighbourhood, *, changed: Collection[str], added: bool
) -> None:
    """Save a neighbourhood, and invalidate cached pages of its buildings. The admin log records it,
    because it belongs to no building.

    ``changed`` are the names of the model fields to write.
    """
    if added:
        neighbourhood.save()
    elif changed:
        Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
        neighbourhood.save(update_fields=[*changed])
        Building.objects.filter(neighbourhood=neighbourhood).update(
            content_version=F("content_version") + 1
        )
