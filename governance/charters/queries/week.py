"""Drafts and editions for the weekly sheet."""

from __future__ import annotations

import datetime as dt

from governance.charters.lifecycle import EditionState
from governance.charters.models import Draft, Edition
from residents.models import Building


def drafts_until_in(building: Building, *, since: dt.datetime, until: dt.datetime) -> list[Draft]:
    """Return the drafts on which comments end in the period."""
    found = Draft.objects.filter(
        edition__charter__building=building,
        edition__state=EditionState.CONSULTING,
        until__gt=since,
        until__lte=until,
    )
    return list(found.select_related("edition__charter__building").order_by("until", "pk"))


def editions_enacted_in(
    building: Building, *, since: dt.datetime, until: dt.datetime
) -> list[Edition]:
    """Return editions by the time at which they came into force, newest first."""
    found = Edition.objects.filter(
        charter__building=building, in_force_at__gte=since, in_force_at__lt=until
    )
    return list(found.select_related("charter__building").order_by("-in_force_at", "-pk"))
