"""Example charters of other buildings in the neighbourhood (ADR 16)."""

from __future__ import annotations

from django.db.models import QuerySet

from governance.charters.lifecycle import IN_EFFECT
from governance.charters.models import Draft
from governance.charters.queries.reading import with_articles
from residents.models import Building


def examples_for(building: Building) -> list[Draft]:
    found = _offered_to(building).select_related("edition__charter__building")
    return list(found.order_by("edition__charter__building__sort_key"))


def example_for(building: Building, pk: int) -> Draft | None:
    return with_articles(_offered_to(building)).filter(pk=pk).first()


def _offered_to(building: Building) -> QuerySet[Draft]:
    offered = Draft.objects.filter(
        adopted=True,
        edition__state__in=IN_EFFECT,
        edition__charter__offered_at__isnull=False,
        edition__charter__building__neighbourhood=building.neighbourhood_id,
    )
    return offered.exclude(edition__charter__building=building)
