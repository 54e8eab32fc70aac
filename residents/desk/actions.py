"""Log the export of a list from the committee's desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model

from residents.people.models import User
from residents.people.signals import list_exported
from residents.places.models import Building


@transaction.atomic
def record_list_export(listed: type[Model], counts: Mapping[int, int], *, by: User) -> None:
    """Log an export in the journals of its buildings. ``counts`` maps a building's primary key to
    its number of rows."""
    for building in Building.objects.filter(pk__in=counts).order_by("pk"):
        list_exported.send(
            sender=Building, building=building, listed=listed, rows=counts[building.pk], by=by
        )
