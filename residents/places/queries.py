"""Addresses of buildings."""

from __future__ import annotations

from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from residents.places.models import Building


def free_slug(lane: str, number: str) -> str:
    """A name for a building's address that no building has: its number; where that is taken, lane and
    number; then with a counter behind."""
    door = slugify(number) or "lou"
    long = slugify(f"{lane} {number}") or door
    alike = Q(slug__in=(door, long)) | Q(slug__startswith=f"{long}-")
    taken = set(Building.objects.filter(alike).values_list("slug", flat=True))
    counted = (f"{long}-{n}" for n in count(2))
    return next(slug for slug in chain((door, long), counted) if slug not in taken)
