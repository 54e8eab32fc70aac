"""Canvasses for the weekly sheet."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Canvass
from residents.models import Building

MAX_ON_SHEET = 20
ASKS_BY_ITSELF = Q(about_url="") | Q(purpose__in=DECIDING)
"""Excludes canvasses that carry a notice or an invitation."""


def canvasses_ending_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Canvass]:
    """Return open canvasses that ask by themselves, by their end."""
    found = building.canvass_set.filter(
        ASKS_BY_ITSELF, state=CanvassState.OPEN, closes_at__gt=since, closes_at__lte=until
    )
    return list(found.order_by("closes_at", "pk")[:MAX_ON_SHEET])


def canvasses_published_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Canvass]:
    """Return decisions by the time of their publication, newest first, with their counts."""
    found = building.canvass_set.filter(
        purpose__in=DECIDING, published_at__gte=since, published_at__lt=until
    )
    return list(found.select_related("count_of").order_by("-published_at", "-pk")[:MAX_ON_SHEET])
