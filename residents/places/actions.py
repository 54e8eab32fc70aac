"""Neighbourhoods, as the keeper of the installation and their committees write them down."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from residents.places.models import Building, Neighbourhood


@transaction.atomic
def save_neighbourhood(
    neighbourhood: Neighbourhood, *, changed: Collection[str], added: bool
) -> None:
    """Save it; pages of its buildings that name the committee are made anew. It is on record in the
    desk's own log, for it belongs to no building.

    ``changed``: names of the model's fields; no other field is written.
    """
    if added:
        neighbourhood.save()
    elif changed:
        Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk)
        neighbourhood.save(update_fields=[*changed])
        Building.objects.filter(neighbourhood=neighbourhood).update(
            content_version=F("content_version") + 1
        )
