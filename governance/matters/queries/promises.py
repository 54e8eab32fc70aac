"""Promises of a matter, and those that wait for somebody."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.utils import timezone

from governance.matters.lifecycle import PromiseState
from governance.matters.models import Matter, Promise, PromiseQuerySet
from residents.models import Building, Standing, User

MAX_PROMISES = 50


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


def promises_to_keep_by(building: Building, user: User) -> list[Promise]:
    found = _in(building).filter(keeper=user, state=PromiseState.OPEN)
    return list(found.order_by("due_on", "pk")[:MAX_PROMISES])


def promises_for_leader_in(building: Building) -> list[Promise]:
    """Return those without words and those that are late, with the earliest day first."""
    late = Q(state=PromiseState.OPEN, due_on__lt=timezone.localdate())
    found = _in(building).filter(late | Q(state=PromiseState.UNWORDED))
    return list(found.order_by("due_on", "pk")[:MAX_PROMISES])


def _in(building: Building) -> PromiseQuerySet:
    rows: PromiseQuerySet = Promise.objects.filter(matter__building=building)
    return rows.select_related("matter__building")
