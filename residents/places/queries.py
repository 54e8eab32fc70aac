"""Slugs of buildings."""

from __future__ import annotations

from itertools import chain, count

from django.db.models import Q
from django.utils.text import slugify

from residents.places.models import Building


def free_slug(lane: str, number: str) -> str:
    """Return a slug that is not taken: the number, else lane and number, else these with a counter."""
    door = slugify(number) or "lou"
    long = slugify(f"{lane} {number}") or door
    alike = Q(slug__in=(door, long)) | Q(slug__startswith=f"{long}-")
    taken = set(Building.objects.filter(alike).values_list("slug", flat=True))
    counted = (f"{long}-{n}" for n in count(2))
    return next(slug for slug in chain((door, long), counted) if slug not in taken)
