"""Promises of a matter, and those that wait for somebody."""

from __future__ import annotations

from django.db.models import F, Prefetch

from governance.matters.models import Matter, Promise, PromiseQuerySet
from residents.models import Building, Standing

MAX_PROMISES = 50
MAX_OPEN_PROMISES = 200
"""Of all matters of a building."""


def promises_for_page() -> PromiseQuerySet:
    matters = Matter.objects.with_stewards().select_related("building")
    rows = Promise.objects.select_related("keeper", "objection__voice__canvass")
    return rows.prefetch_related(Prefetch("matter", queryset=matters))


def promises_of(matter: Matter, standing: Standing) -> list[Promise]:
    """Return those that the reader may see, open ones first."""
    found = matter.promises.select_related("keeper", "objection__voice__canvass")
    if not standing.leads:
        found = found.shown_to_neighbours()
    promises = list(found.order_by("due_on", "pk")[:MAX_PROMISES])
    return sorted(promises, key=lambda promise: not promise.pending)


def open_promises_in(building: Building) -> list[Promise]:
    """Return all that are not closed, with the earliest day first and those without a day last."""
    rows = Promise.objects.filter(matter__building=building).pending()
    found = rows.select_related("matter__building")
    return list(found.order_by(F("due_on").asc(nulls_last=True), "pk")[:MAX_OPEN_PROMISES])
